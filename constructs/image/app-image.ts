import { basename, resolve } from 'node:path';
import { Construct } from 'constructs';
import { AppEngineError } from '../errors';
import { Owner } from '../owner/owner';
import { Image } from '../cdktf/bindings';
import { pathFromStack } from '../cdktf/output';
import type { ITerraformDependable } from '../cdktf/framework';
import { contentHash } from '../cdktf/generation';
import { literal } from '../cdktf/literal';
import { renderBuildArguments } from './build-arguments';
import { BuildContext } from './build-context';
import type { BuildNetwork } from './build-network';
import { identityOf, renderBuildOptions } from './build-options';
import type { BuildSecret } from './build-secret';
import type { IContainerImage } from './container-image';
import type { ImageBuilder } from './image-builder';

/** How a directory becomes an image. */
export interface DirectoryImageProps {
  /** Repository part of the image's name. @default the directory's last part */
  readonly repository?: string;
  /** Images that the Dockerfile builds on, by the name of the `ARG` that takes them, such as `BASE`. @default none */
  readonly from?: Readonly<Record<string, IContainerImage>>;
  /** Values of other `ARG` lines. They are no secrets: the image, its history and the state have them. @default none */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Files for the steps that ask for them. @default none */
  readonly secrets?: readonly BuildSecret[];
  /** @default BuildNetwork.default() */
  readonly network?: BuildNetwork;
  /** Stage of the Dockerfile that is the image, by its name. @default the last one */
  readonly target?: string;
  /** @default ImageBuilder.buildx() */
  readonly builder?: ImageBuilder;
}

/**
 * An image built from a directory with a Dockerfile. The tag is the hash of everything that the build is given, without the values of its secrets: a change is another
 * image, and an unchanged directory builds nothing.
 */
export class AppImage extends Construct implements IContainerImage {
  /**
   * An image that is built from a directory, and tagged with the hash of its files.
   * @param directory absolute, or relative to the working directory, with a Dockerfile; `Dockerfile.dockerignore`, or else `.dockerignore`, is honoured
   * @throws AppEngineError DockerfileMissing, RepositoryInvalid, IgnorePatternInvalid, ContextUnreadable, ContextPrivate
   * @throws AppEngineError BuildArgumentInvalid, SecretInBuildArgument, BuildSecretInvalid, BuildTargetInvalid
   */
  static fromDirectory(scope: Construct, id: string, directory: string, props: DirectoryImageProps = {}): AppImage {
    return new AppImage(scope, id, resolve(directory), props);
  }

  /** Name with the tag that its content decides. */
  readonly imageName: string;
  /** Builds it. */
  readonly dependables: readonly ITerraformDependable[];

  private constructor(scope: Construct, id: string, directory: string, props: DirectoryImageProps) {
    super(scope, id);
    const context = new BuildContext(this, directory);
    const owner = Owner.of(this);
    const bases = props.from ?? {};
    const buildArgs = renderBuildArguments(this, bases, props.buildArgs ?? {});
    const options = renderBuildOptions(this, props);
    const tag = contentHash({ files: context.hash(), buildArgs, ...identityOf(options) }, 12);
    const isEngine = props.builder?.isEngine === true;
    const repository = props.repository ?? basename(directory);
    if (!/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(repository)) {
      throw new AppEngineError(
        'RepositoryInvalid',
        `image repository ${JSON.stringify(repository)} must be a-z and 0-9 with single ".", "_" or "-" between them; set \`repository\``,
        this,
      );
    }
    this.imageName = owner.instance.imageName(owner.tenant === undefined ? repository : `${owner.tenant}/${repository}`, tag);
    const image = new Image(this, 'Resource', {
      name: this.imageName,
      // Removing an image would remove the tag that a rollback needs; `appengine down` removes the instance's images.
      keepLocally: true,
      buildAttribute: {
        context: pathFromStack(this, directory),
        buildArgs: Object.fromEntries(Object.entries(buildArgs).map(([name, value]) => [name, literal(value)])),
        forceRemove: true,
        ...options,
        // Beside the stack's configuration: the command line reads it after a failure. The other builder has no log.
        ...(isEngine ? {} : { buildLogFile: `${repository}-${this.node.addr.slice(-8)}.build.log` }),
      },
      triggers: { content: tag },
      // Where the directory lies in another checkout is no other image: the name has the hash of what is in it.
      lifecycle: { ignoreChanges: ['build'] },
      dependsOn: Object.values(bases).flatMap((base) => base.dependables),
    });
    // Newer than the bindings.
    if (isEngine) image.addOverride('build.use_legacy_builder', true);
    this.dependables = [image];
  }
}
