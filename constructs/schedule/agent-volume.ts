import { Construct } from 'constructs';
import { TerraformStack, type ITerraformDependable } from '../cdktf/framework';
import { addLoader } from '../container/loader';
import type { MountedFiles } from '../container/mounted-files';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import { RootImage } from '../image/root-image';
import { Tenant } from '../tenancy/tenant';
import { AGENT_DIRECTORY } from './agent';

/** Directory of the agent in its image, which has nothing else there. */
const IMAGE_DIRECTORY = '/usr/local/bin';

/** The static agent on a volume of the tenant's own, shared read-only by containers of any image. */
export class AgentVolume extends Construct implements MountedFiles {
  /** The one of the stack that holds `scope`. */
  static of(scope: Construct): AgentVolume {
    const stack = TerraformStack.of(scope);
    const existing = stack.node.tryFindChild('Agent');
    return existing instanceof AgentVolume ? existing : new AgentVolume(stack, 'Agent');
  }

  readonly directory = AGENT_DIRECTORY;
  readonly volume: Volume;
  /** Exist when the agent is in the volume. */
  readonly dependables: readonly ITerraformDependable[];

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    this.volume = new Volume(this, 'Volume', { name: `agent-${RootImage.recipeOf('agent')}`, content: VolumeContent.generated() });
    const loader = addLoader(new Construct(this, 'Loader'), {
      name: 'agent-loader',
      image: Tenant.of(scope).images.certificates,
      volume: this.volume,
      target: IMAGE_DIRECTORY,
      upload: [],
      after: [],
    });
    this.dependables = [loader.resource];
  }
}
