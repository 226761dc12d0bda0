import { AppEngineError } from '../../errors';
import type { SourceDirectory } from '../plan/source-directory';
import type { JavaBuild } from './java-build';

/** Versions with long support that Debian 13 has, the usual one first. */
const VERSIONS: readonly number[] = [21, 25];

/**
 * The version of Java that builds and runs an application: the first one that is as new as its sources ask for.
 * @throws AppEngineError SourceIncomplete
 */
export function javaVersion(source: SourceDirectory, { javaVersion: wanted = 0, isExactVersion }: JavaBuild): number {
  const version = VERSIONS.find((candidate) => (isExactVersion ? candidate === wanted : candidate >= wanted));
  if (version !== undefined) return version;
  throw new AppEngineError(
    'SourceIncomplete',
    `${JSON.stringify(source.path)} must be for Java ${VERSIONS.join(' or ')}${isExactVersion ? `, and its toolchain is Java ${String(wanted)} and no other` : `, or for an older one, and asks for ${String(wanted)}`}; set another version in its build, or add a Dockerfile`,
  );
}
