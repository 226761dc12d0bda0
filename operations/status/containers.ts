import type Dockerode from 'dockerode';

/** State of a container, as the engine reports it. */
export type Inspected = Pick<Dockerode.ContainerInspectInfo, 'Name' | 'RestartCount'> & {
  readonly State: Pick<Dockerode.ContainerInspectInfo['State'], 'OOMKilled' | 'ExitCode'>;
  readonly HostConfig: Pick<Dockerode.ContainerInspectInfo['HostConfig'], 'Memory'>;
};

const MEBIBYTE = 1024 * 1024;

/** Failures of a container that may run again by now; empty if nothing did. */
export function incidentsOf({ Name, RestartCount: restarts, State, HostConfig }: Inspected): readonly string[] {
  const name = Name.replace(/^\//, '');
  const times = restarts === 0 ? '' : `, and restarted ${restarts === 1 ? 'once' : `${String(restarts)} times`}`;
  const { Memory: memory = 0 } = HostConfig;
  if (State.OOMKilled) {
    const limit = memory > 0 ? `its ${String(Math.round(memory / MEBIBYTE))} MiB` : 'what the host had left';
    return [`${name} was killed for memory${times}: needed more than ${limit}; raise \`memory\``];
  }
  return restarts === 0 ? [] : [`${name} ended${times}; its log says why: docker logs ${name}`];
}
