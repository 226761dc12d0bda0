import type { ContainerFacts } from '../../facts/container-facts';
import { mapKnown, unknown, type Items, type Known } from '../../facts/known';
import type { EngineResponse } from './engine-response';
import type { Names } from './names';

/** Networks and namespaces, by names. */
export function networkingOf(
  container: EngineResponse,
  names: { readonly containers: Names; readonly networks: Names },
): Pick<ContainerFacts, 'cgroupNamespace' | 'ipcMode' | 'networkMode' | 'networks' | 'pidMode' | 'runtime' | 'usernsMode'> {
  const host = container.part('HostConfig');
  const mode = (name: string): Known<string | undefined> => mapKnown(host.text(name), (text) => names.containers.ofMode(text));
  const networkMode = mapKnown(mode('NetworkMode'), (text) =>
    text === undefined || isDefault(text) ? undefined : names.networks.of(text),
  );
  return {
    networkMode,
    networks: withoutImplied(container.part('NetworkSettings').keys('Networks'), networkMode),
    pidMode: mode('PidMode'),
    ipcMode: ipcModeOf(mode('IpcMode')),
    usernsMode: host.text('UsernsMode'),
    cgroupNamespace: host.text('CgroupnsMode'),
    runtime: host.text('Runtime'),
  };
}

/** Networks that every engine has. */
const BUILT_IN: ReadonlySet<string> = new Set(['bridge', 'host', 'none']);

/** The default bridge, which a container gets that names no network. */
function isDefault(mode: string): boolean {
  return mode === 'bridge' || mode === 'default';
}

/** The network that the mode alone leads to is none that was joined; beside another one, it counts. */
function withoutImplied(networks: Items<string>, mode: Known<string | undefined>): Items<string> {
  const [first] = networks;
  const implied = mode.known ? (mode.value ?? 'bridge') : undefined;
  const isImplied = networks.length === 1 && first?.known === true && first.value === implied && BUILT_IN.has(implied);
  return isImplied ? [] : networks;
}

/** An engine that fills in no mode has a default of its own, which no answer tells. */
function ipcModeOf(mode: Known<string | undefined>): Known<string | undefined> {
  return mode.known && mode.value === undefined ? unknown("the engine's default-ipc-mode decides") : mode;
}
