import { Construct } from 'constructs';
import { TerraformStack, type ITerraformDependable } from '../cdktf/framework';
import type { MountedFiles } from '../container/mounted-files';
import type { Volume } from '../container/volume';
import { generateVolume } from '../credentials/generated-volume';

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
    const made = generateVolume(this, { name: NAME, content: 'key', command: ['secret', 'generate', String(LENGTH)] });
    this.volume = made.volume;
    this.dependables = made.dependables;
  }
}
