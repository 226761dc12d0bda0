import { relative, resolve } from 'node:path';
import { Construct, type IConstruct } from 'constructs';
import { sourceBuild, type SourceImageProps } from './source-build';
import { Owner } from '../owner/owner';
import { Image } from '../cdktf/bindings';
import { pathFromStack, pathToStack } from '../cdktf/output';
import type { ITerraformDependable } from '../cdktf/framework';
import { contentHash } from '../cdktf/generation';
import { literal } from '../cdktf/literal';
import { addStackFiles } from '../cdktf/stack-file';
import type { CanaryImage, IContainerImage } from '../image/container-image';
import { directoryBuild, type DirectoryImageProps } from '../image/directory-build';
import { imageRepository } from '../image/image-repository';
import type { ImageBuild, WrittenDockerfile } from '../image/image-build';
import { ImageRelease } from '../release/image-release';
import { ImageLookup } from './image-lookup';

const APP_IMAGE = Symbol.for('appengine/app-image');

/**
 * An image built from a directory. The tag is the hash of everything that the build is given, without the values of its secrets: a change is another
 * image, and an unchanged directory builds nothing.
 */
export class AppImage extends Construct implements IContainerImage {
  /**
   * An image that is built from a directory with a Dockerfile, and tagged with the hash of its files.
   * @param directory absolute, or relative to the working directory, with a Dockerfile; `Dockerfile.dockerignore`, or else `.dockerignore`, is honoured
   * @throws AppEngineError DockerfileMissing, RepositoryInvalid, IgnorePatternInvalid, ContextUnreadable, ContextPrivate
   * @throws AppEngineError BuildArgumentInvalid, SecretInBuildArgument, BuildSecretInvalid, BuildTargetInvalid
   * @throws AppEngineError ReleaseNameInvalid, ReleaseOutsideTenant, ReleaseTaken, ReleaseInvalid
   */
  static fromDirectory(scope: Construct, id: string, directory: string, props: DirectoryImageProps = {}): AppImage {
    return new AppImage(scope, id, resolve(directory), props, (image) => directoryBuild(image, resolve(directory), props));
  }

  /**
   * An image that is built from the sources of an application, by a Dockerfile of ours, in a `TenantStack`. It has what the application needs and no shell,
   * runs as a user without rights, and listens on `PORT`. `npx appengine build --print <directory>` shows the Dockerfile.
   * @param directory absolute, or relative to the working directory; its `.dockerignore` is honoured, and what tools and people leave in sources is left out
   * @throws AppEngineError SourceMissing, SourceInvalid, SourceIncomplete, RuntimeUnknown, RuntimeImagesMissing, StartCommandUnknown, ProcfileInvalid
   * @throws AppEngineError RepositoryInvalid, IgnorePatternInvalid, ContextUnreadable, BuildArgumentInvalid, SecretInBuildArgument, BuildSecretInvalid
   * @throws AppEngineError ReleaseNameInvalid, ReleaseOutsideTenant, ReleaseTaken, ReleaseInvalid
   */
  static fromSource(scope: Construct, id: string, directory: string, props: SourceImageProps = {}): AppImage {
    return new AppImage(scope, id, resolve(directory), props, (image) => sourceBuild(image, resolve(directory), props));
  }

  /** True for an image that is built from a directory, also one of another copy of this package. */
  static isAppImage(construct: IConstruct): construct is AppImage {
    return APP_IMAGE in construct;
  }

  /** Name with the tag that its content decides. */
  readonly imageName: string;
  /** Builds it. */
  readonly dependables: readonly ITerraformDependable[];
  /** Its directory, from the working directory. */
  readonly directory: string;
  /** Its releases; undefined where it is built at each deploy. */
  readonly release: ImageRelease | undefined;
  /** Image of the release that is tried beside the current one; undefined where none is. */
  readonly canary: CanaryImage | undefined;

  private constructor(
    scope: Construct,
    id: string,
    directory: string,
    { repository: name, release }: Pick<SourceImageProps, 'release' | 'repository'>,
    of: (image: AppImage) => ImageBuild,
  ) {
    super(scope, id);
    Object.defineProperty(this, APP_IMAGE, { value: true });
    this.directory = relative('', directory) || '.';
    this.release = release === undefined ? undefined : ImageRelease.of(this, release);
    const current = this.release?.current;
    if (this.release !== undefined && current !== undefined) {
      this.imageName = this.nameOf(current.image.repository, current.image.tag);
      new ImageLookup(this, 'Released', { imageName: this.imageName, release: current, file: this.release.file });
      // Terraform looks at it before it does anything.
      this.dependables = [];
      this.canary = this.canaryOf(this.release);
      return;
    }
    const repository = imageRepository(this, directory, name);
    const build = of(this);
    const tag = contentHash(build.identity, 12);
    this.imageName = this.nameOf(repository, tag);
    this.dependables = [this.built(directory, repository, tag, build)];
  }

  private canaryOf({ canary, file }: ImageRelease): CanaryImage | undefined {
    if (canary === undefined) return undefined;
    const { release, percent } = canary;
    const imageName = this.nameOf(release.image.repository, release.image.tag);
    new ImageLookup(this, 'Canary', { imageName, release, file });
    return { image: { imageName, dependables: [] }, release: release.number, percent };
  }

  private nameOf(repository: string, tag: string): string {
    const { instance, tenant } = Owner.of(this);
    return instance.imageName(tenant === undefined ? repository : `${tenant}/${repository}`, tag);
  }

  private built(directory: string, repository: string, tag: string, build: ImageBuild): ITerraformDependable {
    const { buildArgs, bases, options, dockerfile, isEngine } = build;
    const file = `${repository}-${tag}${dockerfile?.suffix ?? ''}`;
    if (dockerfile !== undefined) addStackFiles(this, filesOf(file, dockerfile));
    const image = new Image(this, 'Resource', {
      name: this.imageName,
      // Removing an image would remove the tag that a rollback needs; `appengine down` removes the instance's images.
      keepLocally: true,
      buildAttribute: {
        context: pathFromStack(this, directory),
        ...(dockerfile === undefined ? {} : { dockerfile: pathToStack(this, directory, file) }),
        buildArgs: Object.fromEntries(Object.entries(buildArgs).map(([argument, value]) => [argument, literal(value)])),
        forceRemove: true,
        ...options,
        // Beside the stack's configuration: the command line reads it after a failure. The other builder has no log.
        ...(isEngine ? {} : { buildLogFile: `${repository}-${this.node.addr.slice(-8)}.build.log` }),
      },
      triggers: { content: tag },
      // Where the directory lies in another checkout is no other image: the name has the hash of what is in it.
      lifecycle: { ignoreChanges: ['build'] },
      dependsOn: bases.flatMap((base) => base.dependables),
    });
    // Newer than the bindings.
    if (isEngine) image.addOverride('build.use_legacy_builder', true);
    return image;
  }
}

/** BuildKit looks for the second one beside the first, before it does in the directory. */
function filesOf(file: string, { text, ignored }: WrittenDockerfile): Readonly<Record<string, string>> {
  return { [file]: text, ...(ignored === undefined ? {} : { [`${file}.dockerignore`]: ignored }) };
}
