import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import type { ContainerConfig, ContainerMounts } from '../cdktf/bindings';
import type { Gate } from './gate';
import { literal } from '../cdktf/literal';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import type { HardenedContainerProps } from './container-props';
import { PROBE_DIRECTORY, type HealthCheck } from './health-check';
import type { Cpu, Memory, Pids } from './limits';
import type { Listener } from './listener';
import { LogPolicy } from './log-policy';
import type { ProbeVolume } from './probe-volume';
import { RestartPolicy } from './restart-policy';
import type { WritablePath } from './writable-path';

/** L1 arguments, in the form in which the provider reads them back: another spelling of the same value is a change in every plan. */
type Arguments = Partial<ContainerConfig>;

/**
 * `nproc` counts the processes of a uid on the whole host, so it leaves room for several containers of a pool: it only bounds a fork bomb until
 * the health gate has sealed the container's own limit.
 */
const NPROC_PER_PIDS = 8;
const LONGEST_GRACE_SECONDS = 300;
const MEBIBYTE = 1 << 20;
/** One question of a second: no server answers there, and a program that asks waits for it. */
const OFFLINE_LOOKUPS = ['attempts:1', 'timeout:1'];

/** How much of the host a container may use. */
export interface Limits {
  readonly memory: Memory;
  readonly cpu: Cpu;
  readonly pids: Pids;
  readonly openFiles: number;
  readonly sharedMemory: Size;
}

export function limits(scope: IConstruct, { memory, cpu, pids, openFiles, sharedMemory }: Limits): Arguments {
  if (!Number.isInteger(openFiles) || openFiles < 64 || openFiles > 1048576) {
    throw new AppEngineError(
      'OpenFilesOutOfRange',
      `openFiles of ${String(openFiles)} must be a whole number from 64 to 1048576; use one such as 65536`,
      scope,
    );
  }
  if (sharedMemory.bytes % MEBIBYTE !== 0) {
    throw new AppEngineError(
      'SharedMemoryInvalid',
      `sharedMemory of ${String(sharedMemory.bytes)} bytes must be whole MiB; use Size.mebibytes(…)`,
      scope,
    );
  }
  const nproc = pids.limit === undefined ? [] : [{ name: 'nproc', soft: pids.limit * NPROC_PER_PIDS, hard: pids.limit * NPROC_PER_PIDS }];
  return {
    ...(memory.mebibytes === undefined ? {} : { memory: memory.mebibytes, memorySwap: memory.mebibytes }),
    ...(cpu.quota === undefined || cpu.period === undefined ? {} : { cpuPeriod: cpu.period, cpuQuota: cpu.quota }),
    cpuShares: cpu.shares,
    shmSize: sharedMemory.bytes / MEBIBYTE,
    ulimit: [{ name: 'nofile', soft: openFiles, hard: openFiles }, ...nproc],
  };
}

export function storage(
  { user, files = [] }: HardenedContainerProps,
  writable: readonly WritablePath[],
  probe: ProbeVolume | undefined,
): Arguments {
  const tmpfs = writable.flatMap((path) => {
    const options = path.tmpfsOptions(user);
    return options === undefined ? [] : [[path.path, options] as const];
  });
  const mounts: ContainerMounts[] = [
    ...files.map(({ directory, volume }) => readOnlyMount(volume.volumeName, directory)),
    ...(probe === undefined ? [] : [readOnlyMount(probe.volume.volumeName, PROBE_DIRECTORY)]),
    ...writable.flatMap(({ path, volume }) =>
      volume === undefined ? [] : [{ type: 'volume', source: volume.volumeName, target: path, readOnly: false }],
    ),
  ];
  return {
    ...(tmpfs.length === 0 ? {} : { tmpfs: Object.fromEntries(tmpfs) }),
    ...(mounts.length === 0 ? {} : { mounts }),
  };
}

function readOnlyMount(source: string, target: string): ContainerMounts {
  return { type: 'volume', source, target, readOnly: true };
}

export function networking(scope: IConstruct, props: HardenedContainerProps): Arguments {
  const settings = props.networkSettings ?? {};
  for (const name of Object.keys(settings)) {
    if (!name.startsWith('net.')) {
      throw new AppEngineError(
        'NetworkSettingRefused',
        `kernel setting ${JSON.stringify(name)} must start with "net."; others reach beyond the container`,
        scope,
      );
    }
  }
  const networks = props.networks ?? [];
  if (networks.length === 0 && (props.publish ?? []).length > 0) {
    throw new AppEngineError(
      'PublishedWithoutNetwork',
      'a container without a network cannot publish a port; add one, such as `networks: [new Network(this, "Net").attach()]`, or leave `publish` out',
      scope,
    );
  }
  // In the network of the mode the engine loses the aliases.
  const first = networks.find(({ aliases }) => aliases.length === 0);
  if (first === undefined && networks[0] !== undefined) {
    throw new AppEngineError(
      'AliasLost',
      `aliases ${JSON.stringify(networks[0].aliases)} must not be in the first network of a container, where the engine loses them; join a network without aliases as well`,
      scope,
    );
  }
  return {
    networkMode: first === undefined ? 'none' : first.networkName,
    ...(first === undefined
      ? {}
      : {
          networksAdvanced: networks.map(({ networkName, aliases, address }) => ({
            name: networkName,
            aliases: [...aliases].sort(),
            ...(address === undefined ? {} : { ipv4Address: address }),
          })),
        }),
    ...(props.publish === undefined ? {} : { ports: props.publish.map((port) => port.render()).sort((a, b) => a.internal - b.internal) }),
    ...(Object.keys(settings).length === 0 ? {} : { sysctls: { ...settings } }),
    ...(props.nameServers === undefined ? {} : { dns: [...props.nameServers] }),
    ...(props.nameServers?.every(isLoopback) === true ? { dnsOpts: OFFLINE_LOOKUPS } : {}),
  };
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.');
}

export function lifecycle(scope: IConstruct, props: HardenedContainerProps): Arguments {
  const grace = (props.stopGrace ?? Duration.seconds(15)).seconds;
  if (grace > LONGEST_GRACE_SECONDS) {
    throw new AppEngineError(
      'StopGraceTooLong',
      `stopGrace of ${String(grace)} s must be at most ${String(LONGEST_GRACE_SECONDS)} s; let the program save its work while it runs`,
      scope,
    );
  }
  const restart = props.restart ?? RestartPolicy.unlessStopped();
  const logs = props.logs ?? LogPolicy.rotated(Size.mebibytes(10), 3);
  return {
    restart: restart.mode,
    ...(restart.attempts === undefined ? {} : { maxRetryCount: restart.attempts }),
    mustRun: true,
    // The health gate waits, with the app's own words when it fails; the provider's wait would only time out.
    wait: false,
    stopSignal: props.stopSignal ?? 'SIGTERM',
    stopTimeout: grace,
    // Without it the provider kills at once.
    destroyGraceSeconds: grace,
    logDriver: logs.driver,
    logOpts: { ...logs.options },
  };
}

export function health(check: HealthCheck, listener: Listener): Arguments {
  const test = check.test(listener);
  if (test === undefined) return {};
  return {
    healthcheck: {
      test: test.map(literal),
      interval: check.engineInterval.toGo(),
      // A second more than the probe takes, so that its own explanation is what is recorded.
      timeout: Duration.seconds(check.maxRunTime.seconds + 1).toGo(),
      retries: check.retries,
      startPeriod: check.startWithin.toGo(),
    },
  };
}

/** Condition for the container to count as created. */
export function gateOf({ oneShot, healthCheck }: HardenedContainerProps): Pick<Gate, 'until' | 'timeoutSeconds'> {
  if (oneShot !== undefined) return { until: 'done', timeoutSeconds: oneShot.timeout.seconds };
  // The engine learns of the first success with the next run of the check, or within a quarter of the time that it took.
  const timeoutSeconds =
    healthCheck.startWithin.seconds + Math.max(healthCheck.interval.seconds, Math.ceil(healthCheck.startWithin.seconds / 4));
  return { until: healthCheck.exemption === undefined ? 'healthy' : 'running', timeoutSeconds };
}
