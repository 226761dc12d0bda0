import { AppEngineError } from '../errors';
import type { PublicKey, PublicKeyDescription } from './public-key';

/** Place of a text that is in no repository, state or log. */
export interface PrivateText {
  /** Its kind, for programs. */
  readonly kind: 'file' | 'variable';
  /** Path, or name of a variable. */
  readonly name: string;
}

/** How a release is signed, for the command that builds it: where things are, never what is in them. */
export type SignerDescription =
  | { readonly kind: 'key'; readonly key: PrivateText; readonly passphrase?: PrivateText }
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly publicKey: PublicKeyDescription };

/** Passphrase of a private key. It is read when a release is built, and at no other time. */
export class Passphrase {
  /** The first line of a file that is outside of the repository, and for its owner alone. */
  static fromFile(path: string): Passphrase {
    return new Passphrase({ kind: 'file', name: path });
  }

  /** The value of a variable of the command that builds. */
  static fromEnvironment(variable: string): Passphrase {
    return new Passphrase({ kind: 'variable', name: variable });
  }

  private constructor(
    /** @internal */
    readonly place: PrivateText,
  ) {}
}

/** Options of a private key. */
export interface SigningKeyOptions {
  /** @default the key has none */
  readonly passphrase?: Passphrase;
}

/** Options of a program that signs. */
export interface SigningCommandOptions {
  /** Key that its signatures are verified with, before anything is written. */
  readonly publicKey: PublicKey;
}

/**
 * Way in which `npx appengine release build` signs what it has built: a statement of in-toto, with the image, the sources and the SBOM. Private keys are read by that
 * command alone, and are in no state, plan, configuration, log or argument.
 */
export class ReleaseSigning {
  /**
   * A private key in PEM, Ed25519 or ECDSA P-256, with a passphrase or without.
   * @param path outside of the repository, for its owner alone; absolute, or relative to the working directory
   */
  static keyFromFile(path: string, options: SigningKeyOptions = {}): ReleaseSigning {
    return ReleaseSigning.key({ kind: 'file', name: path }, options);
  }

  /** A private key in PEM in a variable of the command that builds, as CI has it. */
  static keyFromEnvironment(variable: string, options: SigningKeyOptions = {}): ReleaseSigning {
    return ReleaseSigning.key({ kind: 'variable', name: variable }, options);
  }

  /**
   * The output of a program, such as the client of a key management service. It gets the bytes to sign on its standard input, and prints the signature in base64: of
   * ECDSA over their SHA-256, in ASN.1, or of Ed25519.
   * @param command program and arguments, no shell, such as `['cosign', 'sign-blob', '--yes', '--tlog-upload=false', '--key', 'awskms:///alias/releases', '-']`
   * @throws AppEngineError ReleaseSigningInvalid
   */
  static command(command: readonly string[], { publicKey }: SigningCommandOptions): ReleaseSigning {
    const [program = ''] = command;
    if (program === '') {
      throw new AppEngineError(
        'ReleaseSigningInvalid',
        `command ${JSON.stringify(command)} must name a program; give its name, and its arguments after it`,
      );
    }
    return new ReleaseSigning({ kind: 'command', command, publicKey: publicKey.describe() });
  }

  private static key(key: PrivateText, { passphrase }: SigningKeyOptions): ReleaseSigning {
    return new ReleaseSigning({ kind: 'key', key, ...(passphrase === undefined ? {} : { passphrase: passphrase.place }) });
  }

  private constructor(
    /** @internal */
    readonly description: SignerDescription,
  ) {}
}
