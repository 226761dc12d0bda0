import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IConstruct } from 'constructs';
import { TerraformStack } from '../cdktf/framework';
import { AppEngineError } from '../errors';
import { Owner } from '../owner/owner';
import { packageRoot } from '../package-root';
import { AppImage } from './app-image';
import type { IContainerImage } from '../image/container-image';
import { ImageBuilder } from '../image/image-builder';
import { RootImage } from '../image/root-image';

const CONTEXT = 'appengine:probe-image';
const BINARIES = ['probe-linux-amd64', 'probe-linux-arm64'];

/** Source of the image of the health probe. Containers that only fill volumes have it as well. */
export abstract class ProbeImage {
  /** The engine has it already: `appengine bootstrap` made it. */
  static bootstrapped(): ProbeImage {
    return new BootstrappedProbe();
  }

  /** The stack builds it, for the processor of its engine, from the binaries in this package: no registry, and no compiler. */
  static packaged(directory: string = join(packageRoot(), 'dist', 'probe')): ProbeImage {
    return new PackagedProbe(directory);
  }

  /** Everything below `scope` has its probe from there. Call it before adding children. */
  static attach(scope: IConstruct, image: ProbeImage): void {
    scope.node.setContext(CONTEXT, image);
  }

  /** The image for `scope`. @throws AppEngineError ProbeNotBuilt */
  static of(scope: IConstruct): IContainerImage {
    const attached: unknown = scope.node.tryGetContext(CONTEXT);
    return (attached instanceof ProbeImage ? attached : ProbeImage.bootstrapped()).provide(scope);
  }

  protected abstract provide(scope: IConstruct): IContainerImage;
}

class BootstrappedProbe extends ProbeImage {
  protected provide(scope: IConstruct): IContainerImage {
    return { imageName: RootImage.probe(Owner.of(scope).instance).name, dependables: [] };
  }
}

class PackagedProbe extends ProbeImage {
  constructor(private readonly directory: string) {
    super();
  }

  protected provide(scope: IConstruct): IContainerImage {
    const stack = TerraformStack.of(scope);
    const existing = stack.node.tryFindChild('ProbeImage');
    if (existing instanceof AppImage) return existing;
    const missing = ['Dockerfile', ...BINARIES].find((file) => !existsSync(join(this.directory, file)));
    if (missing !== undefined) {
      throw new AppEngineError(
        'ProbeNotBuilt',
        `health probe ${JSON.stringify(join(this.directory, missing))} must be there, as it is in a published package; in a checkout of it, run \`npm run build\``,
        scope,
      );
    }
    return AppImage.fromDirectory(stack, 'ProbeImage', this.directory, { repository: 'probe', builder: ImageBuilder.engine() });
  }
}
