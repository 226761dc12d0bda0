import type { PublicKeyDescription } from './public-key';
import type { SignerDescription } from './release-signing';

/** Set in a run of the program for a command about releases: it is told who signs and who is trusted, and looks at signatures itself. */
export const RELEASE_COMMAND_VARIABLE = 'APPENGINE_RELEASE_COMMAND';

/** Key of a synthesized stack's signing, below `//`, which Terraform does not read. */
export const SIGNING_KEY = 'signing';

/** Who signs the releases of a stack, and who is trusted. */
export interface SigningDescription {
  /** @default images need no signature */
  readonly trusted?: readonly PublicKeyDescription[];
  /** @default releases are not signed */
  readonly signer?: SignerDescription;
}
