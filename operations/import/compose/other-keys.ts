import { dropped, todo, type Remark } from '../remark';
import type { Entry } from '../yaml/located';

/** Keys of a service that the reader takes. */
const READ = new Set(
  `build cap_drop command configs cpus depends_on deploy entrypoint env_file environment expose extends healthcheck image labels links mem_limit pids_limit ports
   profiles read_only restart scale secrets shm_size stop_grace_period stop_signal tmpfs ulimits user volumes`.split(/\s+/),
);

/** Keys that are not missed, and why. */
const DROPPED: Readonly<Record<string, string>> = {
  annotations: 'no program reads them here',
  attach: 'npx appengine logs prints what apps print',
  container_name: 'the platform names containers, with their generation',
  develop: 'npx appengine up builds what has changed',
  cpu_period: '`cpu` is a quota and a weight',
  cpu_quota: '`cpu` is a quota and a weight',
  cpu_shares: '`cpu` is a quota and a weight',
  cpuset: '`cpu` is a quota and a weight',
  domainname: 'the platform names containers',
  hostname: 'the platform names containers; apps reach each other by `uses`',
  init: "process 1 is the engine's init; an image with its own says Init.fromImage(reason)",
  logging: 'logs are bounded by default; `logs` takes another LogPolicy',
  mem_reservation: 'a limit is what counts here',
  mem_swappiness: 'no container has swap',
  memswap_limit: 'no container has swap',
  networks: 'an app is in one network with what it uses, and in no other',
  oom_kill_disable: 'a container that needs more than its memory ends',
  oom_score_adj: 'a container that needs more than its memory ends',
  platform: "images are those of the host's platform",
  pull_policy: 'an image that is named by digest is pulled once',
  stdin_open: 'no terminal is attached; npx appengine exec starts a program in a replica',
  tty: 'no terminal is attached; npx appengine exec starts a program in a replica',
};

/** Keys that weaken a container or lead out of it, and what instead. */
const REFUSED: Readonly<Record<string, string>> = {
  cap_add: 'refused: no container has a capability; a port below 1024 needs none, and Capability.add(name, reason) gives back others',
  cgroup: "refused: it is the host's; limits are `memory`, `cpu` and `pids`",
  cgroup_parent: "refused: it is the host's; limits are `memory`, `cpu` and `pids`",
  device_cgroup_rules: 'refused: no container has a device of the host',
  devices: 'refused: no container has a device of the host',
  dns: 'refused: names are resolved by the engine; `egress` says what is reached outside',
  dns_search: 'refused: names are resolved by the engine',
  external_links: 'refused: an app reaches what it `uses` alone',
  extra_hosts: 'refused: the host and its neighbours are not reached; `egress` names what is reached outside',
  gpus: 'refused: no container has a device of the host',
  group_add: 'refused: a container has one user and its group',
  ipc: 'refused: memory of other containers and of the host is not shared',
  isolation: 'not known here',
  network_mode: 'refused: no container is in the network of the host or of another one',
  pid: 'refused: processes of the host and of other containers are not seen',
  privileged: 'refused: a privileged container is root on the host; find out what it needs, which mostly is nothing',
  runtime: 'not carried over: the platform chooses the runtime',
  security_opt: 'refused where it switches a profile off; `seccomp` and `appArmor` take others, with a reason',
  sysctls: 'refused: kernel settings of an app stay as they are',
  userns_mode: "refused: the host's user namespace is never used",
  uts: "refused: the host's name is not seen",
  use_api_socket: "refused: with the engine's socket it would be root on the host",
  volumes_from: 'not carried over: name its volumes here as well',
  working_dir: 'not carried over: WORKDIR of a Dockerfile says it, or a whole path in `command`',
};

/** A remark for each key of a service that is not read: never silence. */
export function remarksOnKeys(entries: readonly Entry[]): readonly Remark[] {
  return entries.flatMap(({ key, position, value }) => {
    if (READ.has(key)) return [];
    if (key.startsWith('x-')) return [dropped(position, key, 'an extension, which Compose does not read either')];
    const reason = DROPPED[key];
    if (reason !== undefined) return [dropped(position, key, reason)];
    if (isHarmless(key, value.texts)) return [dropped(position, key, 'the default here')];
    return [todo(position, key, REFUSED[key] ?? 'not known here, and not carried over')];
  });
}

function isHarmless(key: string, texts: readonly string[]): boolean {
  if (key === 'privileged') return texts[0] === 'false';
  if (key === 'security_opt') return texts.every((text) => /^no-new-privileges([:=]true)?$/.test(text));
  if (key === 'network_mode') return texts[0] === 'bridge' || texts[0] === 'default' || texts[0] === 'none';
  return key === 'ipc' && (texts[0] === 'private' || texts[0] === 'none');
}
