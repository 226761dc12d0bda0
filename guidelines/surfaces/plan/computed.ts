/**
 * Arguments that the engine fills in where the configuration says nothing, by resource and name: a plan shows them as known after apply. Nothing else
 * that is not there yet may be taken for "not set". Health checks and labels are blocks: only a configuration tells whether such are generated from
 * values that are not there yet, so a plan alone takes them for "not set".
 */
const COMPUTED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'docker_container',
    new Set([
      'command',
      'entrypoint',
      'env',
      'healthcheck',
      'hostname',
      'init',
      'ipc_mode',
      'labels',
      'log_driver',
      'platform',
      'ports.external',
      'runtime',
      'security_opts',
      'shm_size',
      'stop_signal',
      'stop_timeout',
    ]),
  ],
  ['docker_network', new Set(['driver', 'internal', 'options'])],
  ['docker_volume', new Set(['driver', 'name'])],
]);

/** True where the engine chooses the value unless it is set. @param place such as `ports.external` */
export function isComputed(type: string, place: string): boolean {
  return COMPUTED.get(type)?.has(place) === true;
}
