import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import dockerignore from '@balena/dockerignore';
import { Construct } from 'constructs';
import { AppEngineError } from '../errors';
import { Owner } from '../owner/owner';
import { Image } from '../cdktf/bindings';
import { pathFromStack } from '../cdktf/output';
import type { ITerraformDependable } from '../cdktf/framework';
import { contentHash } from '../cdktf/generation';
import type { IContainerImage } from './container-image';
import type { ImageBuilder } from './image-builder';

/** How a directory becomes an image. */
export interface DirectoryImageProps {
  /** Repository part of the image's name. @default the directory's last part */
  readonly repository?: string;
  /** Images that the Dockerfile builds on, by the name of the `ARG` that takes them, such as `BASE`. @default none */
  readonly from?: Readonly<Record<string, IContainerImage>>;
  /** @default ImageBuilder.buildx() */
  readonly builder?: ImageBuilder;
}

/**
 * An image built from a directory with a Dockerfile. The tag is the hash of all files and arguments, so that a change is another image and an
 * unchanged directory builds nothing.
 */
export class AppImage extends Construct implements IContainerImage {
  /**
   * An image that is built from a directory, and tagged with the hash of its files.
   * @param directory absolute, or relative to the working directory, with a Dockerfile; a `.dockerignore` is honoured
   * @throws AppEngineError DockerfileMissing, RepositoryInvalid
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
    if (!existsSync(join(directory, 'Dockerfile'))) {
      throw new AppEngineError(
        'DockerfileMissing',
        `directory ${JSON.stringify(directory)} has no Dockerfile; add one, or name another directory`,
        this,
      );
    }
    const owner = Owner.of(this);
    const bases = Object.entries(props.from ?? {});
    const buildArgs = Object.fromEntries(bases.map(([argument, image]) => [argument, image.imageName]));
    const tag = contentHash({ files: hashDirectory(directory), buildArgs }, 12);
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
        buildArgs,
        forceRemove: true,
      },
      triggers: { content: tag },
      // Where the directory lies in another checkout is no other image: the name has the hash of what is in it.
      lifecycle: { ignoreChanges: ['build'] },
      dependsOn: bases.flatMap(([, base]) => base.dependables),
    });
    // Newer than the bindings.
    if (props.builder?.isEngine === true) image.addOverride('build.use_legacy_builder', true);
    this.dependables = [image];
  }
}

/** SHA-256 over path, kind, executable bit and content of every file that the build sees, in the order of their paths. */
function hashDirectory(directory: string): string {
  const ignoreFile = join(directory, '.dockerignore');
  const ignored = dockerignore();
  if (existsSync(ignoreFile)) ignored.add(readFileSync(ignoreFile, 'utf8'));
  const hash = createHash('sha256');
  for (const path of [...filesBelow(directory)].sort()) {
    if (path !== 'Dockerfile' && ignored.ignores(path)) continue;
    const absolute = join(directory, path);
    const status = lstatSync(absolute);
    hash.update(`${path}\0`);
    if (status.isSymbolicLink()) hash.update(`link\0${readlinkSync(absolute)}\0`);
    else
      hash
        .update(`file\0${(status.mode & 0o100) === 0 ? '-' : 'x'}\0`)
        .update(readFileSync(absolute))
        .update('\0');
  }
  return hash.digest('hex');
}

/** Relative paths of all files. A link to a directory is a file here as it is for the build: what it leads to may be a loop, or outside. */
function* filesBelow(directory: string, parent = ''): Generator<string> {
  for (const entry of readdirSync(join(directory, parent), { withFileTypes: true })) {
    const path = join(parent, entry.name);
    if (entry.isDirectory()) yield* filesBelow(directory, path);
    else yield path;
  }
}
