import type { Construct } from 'constructs';
import type { HardenedContainerProps } from '../container/container-props';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Init } from '../container/init';
import type { Cpu, Memory } from '../container/limits';
import { Listener } from '../container/listener';
import type { MountedFiles } from '../container/mounted-files';
import { Replacement } from '../container/replacement';
import { RestartPolicy } from '../container/restart-policy';
import { usualEnvironment } from '../container/usual-environment';
import { WritablePath } from '../container/writable-path';
import { AppEngineError } from '../errors';
import type { RuntimePool } from '../runtime/runtime-pool';
import { Tenant } from '../tenancy/tenant';
import { Duration } from '../units/duration';
import { AGENT } from './agent';
import { AgentVolume } from './agent-volume';

/** Options of {@link addCompanion}. */
export interface CompanionProps extends Required<Pick<HardenedContainerProps, 'app' | 'command' | 'name' | 'role'>> {
  /** Arguments of the agent, which is its first process. */
  readonly job: readonly string[];
  /** Arguments of the agent that ask whether it does that job. */
  readonly health: readonly string[];
  /** Besides those of the pool. */
  readonly writable: readonly WritablePath[];
  /** Why it writes the data volumes that the pool alone writes. @default it reads them */
  readonly writing: string | undefined;
  /** @default the pool's */
  readonly memory: Memory | undefined;
  /** @default the pool's */
  readonly cpu: Cpu | undefined;
  /** @default 1 minute */
  readonly stopGrace: Duration | undefined;
}

/**
 * A container that is as a replica of a pool is, whose first process is the agent: that starts programs of the pool's image, so that no container needs the engine. No
 * client reaches it.
 * @throws AppEngineError UseAcrossTenants, QuotaExceeded
 */
export function addCompanion(scope: Construct, pool: RuntimePool, props: CompanionProps): HardenedContainer {
  const { job, health, writing, memory, cpu, stopGrace = Duration.minutes(1), ...own } = props;
  const tenant = Tenant.of(scope);
  if (tenant !== Tenant.of(pool)) {
    throw new AppEngineError(
      'UseAcrossTenants',
      `app ${JSON.stringify(pool.name)} belongs to another tenant; declare what runs its commands in the stack of its pool`,
      scope,
    );
  }
  const { template } = pool;
  const given = template.writable ?? [];
  const exclusive = given.filter(({ isExclusive }) => isExclusive);
  const container = new HardenedContainer(scope, 'Container', {
    ...template,
    ...own,
    entrypoint: [AGENT, ...job],
    environment: { ...usualEnvironment(pool.listener, template.user), ...template.environment },
    healthCheck: HealthCheck.command([AGENT, ...health], { startWithin: Duration.minutes(1) }),
    listener: Listener.none(),
    init: Init.engine(),
    restart: RestartPolicy.unlessStopped(),
    // Two of them would run a command twice.
    replacement: Replacement.stopFirst(),
    stopSignal: 'SIGTERM',
    stopGrace,
    ...(memory === undefined && template.memory === undefined ? {} : { memory: memory ?? template.memory }),
    ...(cpu === undefined && template.cpu === undefined ? {} : { cpu: cpu ?? template.cpu }),
    files: [...(template.files ?? []), ...(writing === undefined ? exclusive.flatMap(asFiles) : []), AgentVolume.of(scope)],
    writable: [
      ...given.filter(({ isExclusive }) => !isExclusive),
      ...(writing === undefined ? [] : exclusive.flatMap((path) => asShared(path, writing))),
      ...own.writable,
    ],
    ...(writing === undefined ? {} : { beside: pool.replicas }),
  });
  tenant.quota.add(scope, [container]);
  return container;
}

/** A data volume has one writer, which is the pool. */
function asFiles({ path, volume }: WritablePath): readonly MountedFiles[] {
  return volume === undefined ? [] : [{ directory: path, volume, dependables: volume.dependables }];
}

function asShared({ path, volume }: WritablePath, reason: string): readonly WritablePath[] {
  return volume === undefined ? [] : [WritablePath.sharedVolume(path, volume, reason)];
}
