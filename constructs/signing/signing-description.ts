import type { PublicKeyDescription } from './public-key';
import type { SignerDescription } from './release-signing';

/** Set in a run of the program for a command about releases, which learns from it who signs and who is trusted, and looks at signatures itself. */
export const RELEASE_COMMAND_VARIABLE = 'APPENGINE_RELEASE_COMMAND';

/** Key of a synthesized stack's signing, below `//`, which Terraform does not read. */
export const SIGNING_KEY = 'signing';

/** Signer of the releases of a stack, and the keys that it trusts. */
export interface SigningDescription {
  /** @default images need no signature */
  readonly trusted?: readonly PublicKeyDescription[];
  /** @default releases are not signed */
  readonly signer?: SignerDescription;
}
