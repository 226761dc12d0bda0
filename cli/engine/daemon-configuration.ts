import { DEFAULT_BRIDGE, DEFAULT_POOL } from './bridge-guard';

/** Places of an engine of our own. */
export interface DaemonPlaces {
  readonly dataRoot: string;
  readonly execRoot: string;
  readonly pidFile: string;
  readonly host: string;
}

/** Build cache that is kept: what has not been used longest goes first, a minute after a build (docs/decisions/034). */
const BUILD_CACHE = '2GB';

/** Content of `daemon.json` of an engine of our own. */
export function daemonConfiguration({ dataRoot, execRoot, pidFile, host }: DaemonPlaces): Readonly<Record<string, unknown>> {
  return {
    'data-root': dataRoot,
    'exec-root': execRoot,
    pidfile: pidFile,
    hosts: [host],
    'userns-remap': 'default',
    'live-restore': true,
    'userland-proxy': false,
    'no-new-privileges': true,
    icc: false,
    bip: DEFAULT_BRIDGE,
    'default-address-pools': [DEFAULT_POOL],
    'default-cgroupns-mode': 'private',
    'log-level': 'info',
    'log-driver': 'local',
    'log-opts': { 'max-size': '10m', 'max-file': '3' },
    'default-ulimits': { nofile: { Name: 'nofile', Soft: 1024, Hard: 4096 } },
    builder: { gc: { enabled: true, defaultKeepStorage: BUILD_CACHE } },
  };
}
