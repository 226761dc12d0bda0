import { Construct } from 'constructs';
import { ProbeImage } from '../build/probe-image';
import { TerraformStack, type ITerraformDependable } from '../cdktf/framework';
import { addLoader } from './loader';
import { Volume } from './volume';
import { VolumeContent } from './volume-content';

/** Directory of the probe in its image. */
const IMAGE_DIRECTORY = '/probe';

/** The static probe on a volume of the stack's own, shared read-only by its containers: health checks need nothing in the image. */
export class ProbeVolume extends Construct {
  /** The one of the stack that holds `scope`. */
  static of(scope: Construct): ProbeVolume {
    const stack = TerraformStack.of(scope);
    const existing = stack.node.tryFindChild('Probe');
    return existing instanceof ProbeVolume ? existing : new ProbeVolume(stack, 'Probe');
  }

  readonly volume: Volume;
  /** Exists when the probe is in the volume. */
  readonly dependable: ITerraformDependable;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    const { imageName } = ProbeImage.of(this);
    const tag = imageName.slice(imageName.lastIndexOf(':') + 1);
    this.volume = new Volume(this, 'Volume', { name: `probe-${tag}`, content: VolumeContent.generated() });
    const loader = new Construct(this, 'Loader');
    this.dependable = addLoader(loader, {
      name: 'probe-loader',
      volume: this.volume,
      target: IMAGE_DIRECTORY,
      upload: [],
      after: [],
    }).resource;
  }
}
