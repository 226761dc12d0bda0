import { Construct } from 'constructs';
import { TerraformStack, type ITerraformDependable } from '../cdktf/framework';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import type { MountedFiles } from '../container/mounted-files';
import { RestartPolicy } from '../container/restart-policy';
import { Volume } from '../container/volume';
import { WritablePath } from '../container/writable-path';
import { Tenant } from '../tenancy/tenant';
import { userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import { Size } from '../units/size';

const ID = 'BackupKey';
const NAME = 'backup-key';
/** Letters and digits: 256 bits of chance. */
const LENGTH = 43;

/** Key of all backups of a tenant: made on the host once, in a volume that no deploy removes. `appengine backup key` prints it. */
export class RepositoryKey extends Construct implements MountedFiles {
  /** The one of the tenant that `scope` is in. */
  static of(scope: Construct): RepositoryKey {
    const stack = TerraformStack.of(scope);
    const made = stack.node.tryFindChild(ID);
    return made instanceof RepositoryKey ? made : new RepositoryKey(stack);
  }

  readonly directory = '/key';
  readonly volume: Volume;
  readonly dependables: readonly ITerraformDependable[];

  private constructor(scope: Construct) {
    super(scope, ID);
    this.volume = new Volume(this, 'Volume', { name: NAME });
    const container = new HardenedContainer(this, 'Container', {
      name: NAME,
      role: 'secret',
      image: Tenant.of(this).images.certificates,
      user: userOf(this, NAME),
      command: ['agent', 'secret', 'generate', String(LENGTH)],
      listener: Listener.none(),
      healthCheck: HealthCheck.none('it ends when the key is there'),
      restart: RestartPolicy.never(),
      oneShot: { timeout: Duration.minutes(1) },
      memory: Memory.mebibytes(32),
      cpu: Cpu.cores(0.5),
      pids: Pids.atMost(32),
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(1)), WritablePath.volume('/binding', this.volume)],
    });
    this.dependables = [container.dependable];
  }
}
