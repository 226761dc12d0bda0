import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { code, object, type Code } from '../code';
import type { SourceBuild, SourceService } from '../description';
import { readDockerfile, type DockerfileFacts } from '../dockerfile';
import { changed, todo, type Remark } from '../remark';
import { isSecretVariable } from '../secret-variables';
import { repositoryOf, rootlessInstead } from './known-images';

/** An image of a pool or a job. */
export interface PlannedImage {
  readonly code: Code;
  readonly remarks: readonly Remark[];
  /** Registry that the platform has to allow. @default one that is allowed */
  readonly registry?: string;
  /** From its Dockerfile. @default nothing is known about it */
  readonly facts?: DockerfileFacts;
}

const PINNED = /@sha256:[0-9a-f]{64}$/;

/** An image of a registry, by digest where the source has one. */
export function pinnedImage({ image, position }: SourceService): PlannedImage {
  const reference = image?.value ?? '';
  const at = image?.position ?? position;
  const rootless = rootlessInstead(reference);
  const registry = registryOf(reference);
  return {
    code: code`ImageReference.digest(${reference})`,
    ...(registry === undefined ? {} : { registry }),
    remarks: [
      ...(PINNED.test(reference)
        ? []
        : [
            todo(
              at,
              'image',
              `a tag means other content tomorrow: append the digest that \`docker buildx imagetools inspect ${reference}\` shows`,
            ),
          ]),
      ...(rootless === undefined ? [] : [todo(at, 'image', `its entrypoint wants to be root, and no container is: ${rootless}`)]),
    ],
  };
}

/** Undefined for the official images, which are allowed. */
function registryOf(reference: string): string | undefined {
  const repository = repositoryOf(reference);
  const [first = ''] = reference.split('/');
  const isOther = reference.includes('/') && (/[.:]/.test(first) || first === 'localhost') && !/^(index\.)?docker\.io$/.test(first);
  const path = repository.split('/').slice(0, -1).join('/');
  if (isOther) return path === '' ? first : `${first}/${path}`;
  return path === '' ? undefined : `docker.io/${path}`;
}

/**
 * An image that is built.
 * @param id of the construct
 * @param project its tenant, and its absolute directory, from which paths are
 */
export function builtImage(
  build: SourceBuild,
  id: string,
  { tenant, root }: { readonly tenant: string; readonly root: string },
): PlannedImage {
  const remarks: Remark[] = [];
  const isRemote = /^[a-z]+:\/\/|^git@/.test(build.directory);
  const directory = isRemote
    ? `apps/${basename(build.directory, '.git').replaceAll(/[^\w.-]/g, '')}`
    : relative(root, build.directory) || '.';
  const dockerfile = build.dockerfile ?? 'Dockerfile';
  if (isRemote) remarks.push(todo(build.position, 'build.context', `check it out into ${directory}`));
  else if (build.isSource !== true && !existsSync(join(build.directory, dockerfile))) {
    remarks.push(
      todo(build.position, 'build', `${join(directory, dockerfile)} is not there: write it, or take AppImage.fromSource, which needs none`),
    );
  } else if (build.isSource !== true && dockerfile !== 'Dockerfile') {
    remarks.push(todo(build.position, 'build.dockerfile', `a build takes the file that is named Dockerfile: move ${dockerfile} there`));
  }
  const args: Record<string, Code> = {};
  for (const { name, value, position } of build.args) {
    if (isSecretVariable(name, value)) {
      remarks.push(
        todo(position, `build.args.${name}`, 'an image shows its arguments: give it in `secrets`, by BuildSecret.fromEnvironment'),
      );
    } else if (value !== undefined) args[name] = code`${value}`;
    else remarks.push(todo(position, `build.args.${name}`, 'it has no value: `buildArgs` takes one'));
  }
  const properties: Record<string, Code> = {
    // The directory of the project has another name in every checkout.
    ...(directory !== '.' && /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(basename(directory)) ? {} : { repository: code`${tenant}` }),
    ...(Object.keys(args).length === 0 ? {} : { buildArgs: object(args) }),
    ...(build.target === undefined ? {} : { target: code`${build.target}` }),
  };
  const options = Object.keys(properties).length === 0 ? [] : [object(properties)];
  const facts = build.isSource === true ? undefined : readDockerfile(join(build.directory, dockerfile), build.target);
  const [only] = options;
  const created =
    build.isSource === true
      ? only === undefined
        ? code`AppImage.fromSource(this, ${id}, ${directory})`
        : code`AppImage.fromSource(this, ${id}, ${directory}, ${only})`
      : only === undefined
        ? code`AppImage.fromDirectory(this, ${id}, ${directory})`
        : code`AppImage.fromDirectory(this, ${id}, ${directory}, ${only})`;
  return { code: created, remarks, ...(facts === undefined ? {} : { facts }) };
}

/** The same text for two builds that make one image. */
export function buildKey({ directory, dockerfile = 'Dockerfile', target = '', args }: SourceBuild): string {
  return JSON.stringify([directory, dockerfile, target, args.map(({ name, value }) => [name, value])]);
}

/** The remark where an image is another service's. */
export function sharedImage(service: SourceService, owner: string): Remark {
  return changed(service.image?.position ?? service.position, 'image', `the image that is built for ${owner}`);
}
