import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { packageRoot } from '../../constructs/package-root';
import type { Release, ReleasedFile } from '../../constructs/release/release';
import type { ReleasePlace } from '../../constructs/release/release-place';
import { Envelope } from '../../constructs/signing/envelope';
import { PublicKey } from '../../constructs/signing/public-key';
import { SIGNING_KEY } from '../../constructs/signing/signing-description';
import { renderStatement, type Material } from '../../constructs/signing/statement';
import { verifyRelease } from '../../constructs/signing/verify-release';
import type { Session } from '../session';
import { writeAttestation } from './attestation-files';
import type { StackConfiguration } from './declared-releases';
import { openSigner, type Signer } from './signer';

/** Keys that the policy of a stack trusts; undefined where its images need no signature. */
function trustedKeys(configuration: StackConfiguration): readonly PublicKey[] | undefined {
  return configuration['//']?.[SIGNING_KEY]?.trusted?.map((key) => PublicKey.parse(key.pem, key));
}

/**
 * The signer of the releases of a stack; undefined where nothing asks for signatures. It is looked at before anything is built.
 * @throws AppEngineError SignerMissing, SignerUntrusted, SigningKeyMissing, SigningKeyExposed, SigningKeyInvalid, PublicKeyInvalid
 */
export function signerOf(
  session: Session,
  place: ReleasePlace,
  configuration: StackConfiguration,
  today = todayInUtc(),
): Signer | undefined {
  const keys = trustedKeys(configuration);
  const description = configuration['//']?.[SIGNING_KEY]?.signer;
  if (description === undefined) {
    if (keys === undefined) return undefined;
    throw new AppEngineError(
      'SignerMissing',
      `releases of ${place.tenant} must be signed by ${namesOf(keys)}, and the program says not how; add it to the platform or the tenant: signing: ReleaseSigning.keyFromFile(…)`,
    );
  }
  const signer = openSigner(session, description);
  const { fingerprint } = signer.publicKey;
  const known = keys?.find((key) => key.fingerprint === fingerprint);
  if (keys === undefined || (known !== undefined && !known.hasEnded(today))) return { ...signer, publicKey: known ?? signer.publicKey };
  const problem = known === undefined ? `trusts ${namesOf(keys)} alone` : `trusted that one, ${known.name}, until ${String(known.until)}`;
  throw new AppEngineError(
    'SignerUntrusted',
    `releases of ${place.tenant} would be signed by ${fingerprint}, and its policy ${problem}; let the policy trust the key, or sign with another one`,
  );
}

/** Signs a release, and writes its attestation. @throws AppEngineError SigningFailed */
export async function signRelease(
  { workspace }: Session,
  signer: Signer,
  place: ReleasePlace,
  release: Release & { readonly sbom?: ReleasedFile },
  materials: readonly Material[],
): Promise<ReleasedFile> {
  const { publicKey } = signer;
  const { image, source, at, sbom } = release;
  const statement = { image, source, at, materials, release: place.toString(), version: ownVersion() };
  const { payload, signedBytes } = new Envelope(
    renderStatement({ ...statement, ...(sbom === undefined ? {} : { sbom: sbom.sha256 }) }),
    [],
  );
  const signature = await signer.sign(signedBytes);
  if (!publicKey.verifies(signedBytes, signature)) {
    throw new AppEngineError(
      'SigningFailed',
      `the signature of ${place.toString()} is not one of public key ${publicKey.fingerprint}; give ReleaseSigning.command the public half of the key that its program signs with, and let it print ECDSA over SHA-256 in ASN.1, or Ed25519, in base64`,
    );
  }
  const envelope = new Envelope(payload, [{ keyid: publicKey.fingerprint, signature }]);
  return writeAttestation(workspace, place, release.number, envelope.render());
}

/** True for a release that the signer has signed as it is. */
export function isSignedBy({ workspace: { directory } }: Session, { publicKey }: Signer, place: ReleasePlace, release: Release): boolean {
  try {
    verifyRelease({ directory, place, release }, [publicKey]);
    return true;
  } catch (error) {
    if (error instanceof AppEngineError) return false;
    throw error;
  }
}

/**
 * Refuses a release that the policy of its stack would not run.
 * @throws AppEngineError ReleaseUnsigned, AttestationChanged, AttestationInvalid, SignatureUntrusted, SignatureInvalid, AttestationMismatch
 */
export function checkSignature(
  { workspace: { directory } }: Session,
  place: ReleasePlace,
  release: Release,
  configuration: StackConfiguration,
  today = todayInUtc(),
): void {
  const keys = trustedKeys(configuration);
  if (keys === undefined) return;
  const { key } = verifyRelease({ directory, place, release }, keys);
  if (!key.hasEnded(today)) return;
  throw new AppEngineError(
    'SignatureUntrusted',
    `release ${String(release.number)} of ${place.toString()} is signed by ${key.name}, whose signatures counted until ${String(key.until)}; take one that is signed by another key, or build it again: npx appengine release build ${place.toString()}`,
  );
}

function namesOf(keys: readonly PublicKey[]): string {
  return keys.map(({ name }) => name).join(' or ');
}

function todayInUtc(): string {
  return new Date().toISOString().slice(0, 10);
}

function ownVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { readonly version: string }).version;
}
