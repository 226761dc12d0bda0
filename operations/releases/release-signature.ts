import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { RELEASES_FOLDER, type ReleasePlace } from '../../constructs/release/release-place';
import type { Release } from '../../constructs/release/release';
import { PublicKey } from '../../constructs/signing/public-key';
import { readAttestation, verifyRelease } from '../../constructs/signing/verify-release';
import type { Workspace } from '../workspace';

/** Signature of a release, as it is known without running the program: its policy is not asked. */
export interface ReleaseSignature {
  /** Name of the key in `releases/keys` that has signed it, or else fingerprints that the attestation claims; undefined without a signature that counts. */
  readonly by: string | undefined;
  /** True where a key in `releases/keys` has signed it. */
  readonly isVerified: boolean;
  /** Code of what is wrong with it, such as `AttestationChanged`. */
  readonly problem: string | undefined;
}

/** Undefined for a release without an attestation. @param keys as {@link keysOfProject} has them */
export function signatureOf(
  { directory }: Workspace,
  place: ReleasePlace,
  release: Release,
  keys: readonly PublicKey[],
): ReleaseSignature | undefined {
  if (release.attestation === undefined) return undefined;
  try {
    return { by: verifyRelease({ directory, place, release }, keys).key.name, isVerified: true, problem: undefined };
  } catch (error) {
    if (!(error instanceof AppEngineError)) throw error;
    if (error.code !== 'SignatureUntrusted') return { by: undefined, isVerified: false, problem: error.code };
    const { signatures } = readAttestation({ directory, place, release });
    return { by: signatures.map(({ keyid }) => keyid).join(', '), isVerified: false, problem: undefined };
  }
}

/** Public keys in `releases/keys` of a project: what cannot be read is left out. */
export function keysOfProject({ directory }: Workspace): readonly PublicKey[] {
  const folder = join(directory, RELEASES_FOLDER, 'keys');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pub'))
    .sort()
    .flatMap((name) => {
      try {
        return [PublicKey.file(join(folder, name))];
      } catch (error) {
        if (error instanceof AppEngineError) return [];
        throw error;
      }
    });
}
