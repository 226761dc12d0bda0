import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Material } from '../../constructs/signing/statement';
import { hashOf } from '../../constructs/signing/verify-release';
import type { Session } from '../session';
import type { StackConfiguration } from './declared-releases';
import { imageIdOf } from './released-image';

/** Files that say which packages a build gets, by their names in the directory of the sources. */
const LOCK_FILES: readonly string[] = [
  ...['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'],
  ...['requirements.txt', 'uv.lock', 'poetry.lock', 'Pipfile.lock'],
  ...['pom.xml', 'gradle.lockfile', 'go.sum', 'composer.lock', 'Gemfile.lock'],
];
const SHA256 = 'sha256:';

/**
 * Images and lock files that a build was given, as far as they are known: an image that a Dockerfile names by itself, without an argument, is not.
 * @param directory of the sources, from that of the project
 * @param image its full name
 */
export async function materialsOf(
  session: Session,
  { resource }: StackConfiguration,
  directory: string,
  image: string,
): Promise<readonly Material[]> {
  const build = Object.values(resource?.docker_image ?? {}).find(({ name }) => name === image)?.build;
  const bases = await Promise.all(Object.values(build?.build_args ?? {}).map((value) => baseOf(session, value)));
  return [...bases.filter((base) => base !== undefined), ...lockFiles(session, directory)];
}

/** Undefined for a value that names no image, or one that is not there. */
async function baseOf(session: Session, value: string): Promise<Material | undefined> {
  const [name = '', digest] = value.split(`@${SHA256}`);
  if (digest !== undefined && /^[0-9a-f]{64}$/.test(digest)) return { name, sha256: digest };
  // Without the installation, as all that is in an attestation.
  const [, own] = /^[a-z0-9.-]+\.invalid\/[^/]+\/(\S+:[0-9a-f]+)$/.exec(value) ?? [];
  const id = own === undefined ? undefined : await imageIdOf(session, value);
  return own === undefined || id === undefined ? undefined : { name: own, sha256: id.slice(SHA256.length) };
}

function lockFiles({ workspace }: Session, directory: string): readonly Material[] {
  return LOCK_FILES.flatMap((name) => {
    const path = join(workspace.directory, directory, name);
    return existsSync(path) ? [{ name: join(directory, name), sha256: hashOf(readFileSync(path)) }] : [];
  });
}
