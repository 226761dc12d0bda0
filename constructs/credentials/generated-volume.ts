import type { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import { RestartPolicy } from '../container/restart-policy';
import { Volume } from '../container/volume';
import { WritablePath } from '../container/writable-path';
import { Tenant } from '../tenancy/tenant';
import { userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import { Size } from '../units/size';

/** Options of {@link generateVolume}. */
export interface GeneratedVolumeProps {
  /** Name of the volume and of the container that fills it. */
  readonly name: string;
  /** Content, such as `secret`. */
  readonly content: string;
  /** Arguments of the agent, which writes into `/binding` what is not there yet. */
  readonly command: readonly string[];
}

/** A volume, and what has run when it is filled. */
export interface GeneratedVolume {
  readonly volume: Volume;
  readonly dependables: readonly ITerraformDependable[];
}

/** Makes a volume of data, which no deploy removes, and fills it once on the host, in a container without a network. */
export function generateVolume(scope: Construct, { name, content, command }: GeneratedVolumeProps): GeneratedVolume {
  const volume = new Volume(scope, 'Volume', { name });
  const container = new HardenedContainer(scope, 'Container', {
    name,
    role: 'secret',
    image: Tenant.of(scope).images.certificates,
    user: userOf(scope, name),
    command: ['agent', ...command],
    listener: Listener.none(),
    healthCheck: HealthCheck.none(`it ends when the ${content} is there`),
    restart: RestartPolicy.never(),
    oneShot: { timeout: Duration.minutes(1) },
    memory: Memory.mebibytes(32),
    cpu: Cpu.cores(0.5),
    pids: Pids.atMost(32),
    writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(1)), WritablePath.volume('/binding', volume)],
  });
  return { volume, dependables: [container.dependable] };
}
