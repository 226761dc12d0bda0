import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppEngineError } from '../errors';
import { InvalidValue } from '../release/json-value';
import type { Release, ReleasedFile } from '../release/release';
import type { ReleasePlace } from '../release/release-place';
import { Envelope } from './envelope';
import type { PublicKey } from './public-key';
import { readStatement, type Provenance } from './statement';

const MOST_BYTES = 1 << 20;
const MOST_SBOM_BYTES = 256 << 20;

/** A release with its files. */
export interface SignedRelease {
  /** Directory of the project. */
  readonly directory: string;
  readonly place: ReleasePlace;
  readonly release: Release & { readonly sbom?: ReleasedFile };
}

/** A key that has signed a release, and what was signed. */
export interface VerifiedRelease {
  readonly key: PublicKey;
  readonly provenance: Provenance;
}

/**
 * Verifies that one of the keys has signed the image of a release, its sources and its SBOM. Nothing is believed before its signature was looked at.
 * @throws AppEngineError ReleaseUnsigned, AttestationChanged, AttestationInvalid, SignatureUntrusted, SignatureInvalid, AttestationMismatch
 */
export function verifyRelease(signed: SignedRelease, keys: readonly PublicKey[]): VerifiedRelease {
  const envelope = readAttestation(signed);
  const key = signerOf(signed, envelope, keys);
  const provenance = understood(signed, () => readStatement(envelope.payload));
  compare(signed, provenance);
  return { key, provenance };
}

/** The attestation of a release, as its entry names it. @throws AppEngineError ReleaseUnsigned, AttestationChanged, AttestationInvalid */
export function readAttestation(signed: SignedRelease): Envelope {
  const { attestation } = signed.release;
  if (attestation === undefined) {
    throw new AppEngineError('ReleaseUnsigned', `${subjectOf(signed)} has no signature, and needs one; ${signAgain(signed)}`);
  }
  const text = contentOf(signed, attestation, MOST_BYTES);
  if (text === undefined || hashOf(text) !== attestation.sha256) {
    throw new AppEngineError(
      'AttestationChanged',
      `${subjectOf(signed)} has ${attestation.file}, ${text === undefined ? 'which is not there' : 'which has changed'}; take it back as it was committed: git checkout -- ${attestation.file} ${signed.place.file}`,
    );
  }
  return understood(signed, () => Envelope.parse(text.toString('utf8')));
}

/** The first key that has signed; one that has not ended, if there is one, is the first. */
function signerOf(signed: SignedRelease, { signatures, signedBytes }: Envelope, keys: readonly PublicKey[]): PublicKey {
  const byEnd = [...keys].sort((a, b) => (endOf(a) > endOf(b) ? -1 : 1));
  const signer = byEnd.find((key) => signatures.some(({ signature }) => key.verifies(signedBytes, signature)));
  if (signer !== undefined) return signer;
  const claimed = byEnd.find(({ fingerprint }) => signatures.some(({ keyid }) => keyid === fingerprint));
  if (claimed !== undefined) {
    throw new AppEngineError(
      'SignatureInvalid',
      `${subjectOf(signed)} has a signature that says it is of ${claimed.name}, and is not; take it back as it was committed: git checkout -- ${signed.release.attestation?.file ?? ''}, or else ${signAgain(signed)}`,
    );
  }
  const names = signatures.map(({ keyid }) => (keyid === '' ? 'a key without a name' : keyid)).join(', ');
  throw new AppEngineError(
    'SignatureUntrusted',
    `${subjectOf(signed)} is signed by ${names}, and not by ${keys.map(({ name }) => name).join(' or ')}; let the policy trust that key, if it is known to you, or else ${signAgain(signed)}`,
  );
}

/** Refuses an entry, or a file of it, that is not what was signed. */
function compare(signed: SignedRelease, { image, source, sbom }: Provenance): void {
  const { release } = signed;
  if (image.id !== release.image.id) throw mismatch(signed, 'image', release.image.id, image.id);
  const [own, theirs] = [release.image, image].map(({ repository, tag }) => `${repository}:${tag}`);
  if (own !== theirs) throw mismatch(signed, 'image', own, theirs);
  for (const field of ['directory', 'revision', 'dirty'] as const) {
    if (release.source[field] !== source[field]) throw mismatch(signed, `source.${field}`, release.source[field], source[field]);
  }
  if (release.sbom?.sha256 !== sbom) throw mismatch(signed, 'SBOM', release.sbom?.sha256, sbom);
  if (release.sbom === undefined) return;
  const content = contentOf(signed, release.sbom, MOST_SBOM_BYTES);
  const found = content === undefined ? undefined : hashOf(content);
  if (found !== sbom) throw mismatch(signed, 'SBOM', `${release.sbom.file} of ${found ?? 'no content'}`, sbom);
}

function mismatch(
  signed: SignedRelease,
  what: string,
  found: boolean | string | undefined,
  expected: boolean | string | undefined,
): AppEngineError {
  return new AppEngineError(
    'AttestationMismatch',
    `${subjectOf(signed)} has another ${what} than the signed one: ${String(found ?? 'none')} in place of ${String(expected ?? 'none')}; take it back as it was committed: git checkout -- ${signed.place.file}, or else ${signAgain(signed)}`,
  );
}

function understood<T>(signed: SignedRelease, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new AppEngineError(
      'AttestationInvalid',
      `${subjectOf(signed)} has an attestation that cannot be read: ${error.message}; ${signAgain(signed)}`,
    );
  }
}

/** Undefined for a file that is not there, or is none. */
function contentOf({ directory }: SignedRelease, { file }: ReleasedFile, most: number): Buffer | undefined {
  const path = join(directory, file);
  if (!existsSync(path)) return undefined;
  const status = statSync(path);
  return status.isFile() && status.size <= most ? readFileSync(path) : undefined;
}

/** Hash of a file, as a release entry has it. */
export function hashOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function endOf({ until }: PublicKey): string {
  return until ?? '9999';
}

function subjectOf({ place, release: { number } }: SignedRelease): string {
  return `release ${String(number)} of ${place.toString()}`;
}

function signAgain({ place }: SignedRelease): string {
  return `sign it with a key that counts: npx appengine release build ${place.toString()}`;
}
