import type { PublicKeyDescription } from './public-key';
import type { SignerDescription } from './release-signing';

/** Key of a synthesized stack's signing, below `//`, which Terraform does not read. */
export const SIGNING_KEY = 'signing';

/** Signer of the releases of a stack, and the keys that it trusts. */
export interface SigningDescription {
  /** @default images need no signature */
  readonly trusted?: readonly PublicKeyDescription[];
  /** @default releases are not signed */
  readonly signer?: SignerDescription;
}
