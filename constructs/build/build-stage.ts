import { join } from 'node:path';
import { Construct, type IConstruct } from 'constructs';
import { TerraformStack, type ITerraformDependable } from '../cdktf/framework';
import { markBuildOnly } from '../image/build-only';
import type { IContainerImage } from '../image/container-image';
import { PackageSettings } from '../image/package-settings';
import { RootImage } from '../image/root-image';
import { Owner } from '../owner/owner';
import { packageRoot } from '../package-root';
import { AppImage } from './app-image';
import { baseImages } from './runtime-images';

/**
 * An image with a package manager, for stages that build in Dockerfiles of your own: what they make is copied into an image without one. A tenant that uses it builds it,
 * once, on the same base as its runtimes. A container of it is refused.
 */
export class BuildStage extends Construct implements IContainerImage {
  /**
   * For `platform.images.runtimes.node`: npm, and Python, make, a compiler and the headers of this Node for addons. `npm ci` installs development dependencies as well.
   * @param scope in a `TenantStack`
   * @throws AppEngineError RuntimeImagesMissing
   */
  static node(scope: Construct): BuildStage {
    return BuildStage.in(scope, 'NodeBuildStage', 'build-node', (stack) => ({
      ...baseImages(stack, ['NODE', 'NPM']),
      NODEJS: { imageName: RootImage.nodejs(Owner.of(stack).instance).name, dependables: [] },
    }));
  }

  /**
   * For `platform.images.runtimes.python`: `pip install` fills the virtual environment `/opt/venv`, which has no pip of its own.
   * @param scope in a `TenantStack`
   * @throws AppEngineError RuntimeImagesMissing
   */
  static python(scope: Construct): BuildStage {
    return BuildStage.in(scope, 'PythonBuildStage', 'build-python', (stack) => baseImages(stack, ['PYTHON']));
  }

  private static in(
    scope: Construct,
    id: string,
    directory: string,
    bases: (stack: IConstruct) => Readonly<Record<string, IContainerImage>>,
  ): BuildStage {
    const stack = TerraformStack.of(scope);
    const existing = stack.node.tryFindChild(id);
    return existing instanceof BuildStage ? existing : new BuildStage(stack, id, directory, bases(stack));
  }

  /** Name with the tag that its content decides. */
  readonly imageName: string;
  /** Builds it. */
  readonly dependables: readonly ITerraformDependable[];

  private constructor(scope: Construct, id: string, directory: string, bases: Readonly<Record<string, IContainerImage>>) {
    super(scope, id);
    markBuildOnly(this);
    const image = AppImage.fromDirectory(this, 'Image', join(packageRoot(), 'images', directory), {
      from: bases,
      // Packages of Debian alone: apt reads none of them.
      packageSettings: PackageSettings.none(),
    });
    this.imageName = image.imageName;
    this.dependables = image.dependables;
  }
}
