import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { HardenedSetting } from '../hardened-setting';
import { nearest } from '../owner/nearest';
import { MAKE_KEY, type PublicKey } from './public-key';

/** Options of {@link ImagePolicy.signed}. */
export interface SignedImagesProps {
  /** Keys that are trusted, 1 to 20, of different names: a signature of one of them is enough. Several overlap while one is exchanged for another. */
  readonly keys: readonly PublicKey[];
}

const MOST_KEYS = 20;
const policies = new WeakMap<IConstruct, ImagePolicy>();

/** Which images the containers of a tenant may run, beside those of the platform itself. */
export class ImagePolicy extends HardenedSetting {
  /**
   * Only images of releases that a trusted key has signed. It is verified at every synth (SDG-01.7): `up`, `plan` and `cdktf deploy` refuse what is unsigned, signed
   * by another key, or not what was signed. `UnsignedImage.of(image, reason)` lets one image go without.
   * @throws AppEngineError ImagePolicyInvalid
   */
  static signed({ keys }: SignedImagesProps): ImagePolicy {
    const names = keys.map(({ name }) => name);
    const prints = keys.map(({ fingerprint }) => fingerprint);
    const hasTwice = new Set(names).size < keys.length || new Set(prints).size < keys.length;
    if (keys.length < 1 || keys.length > MOST_KEYS || hasTwice) {
      throw new AppEngineError(
        'ImagePolicyInvalid',
        `trusted keys ${JSON.stringify(names)} must be 1 to ${String(MOST_KEYS)}, each once and with a name of its own; ${keys.length === 0 ? `make one: ${MAKE_KEY}` : 'leave one out, or set its `name`'}`,
      );
    }
    return new ImagePolicy(keys, undefined);
  }

  /** Any image of an allowed registry, or that was built here, although the platform asks for signatures. @param reason at least 10 characters */
  static unsigned(reason: string): ImagePolicy {
    return new ImagePolicy(undefined, reason);
  }

  /** For everything at and below a scope. */
  static attach(scope: IConstruct, policy: ImagePolicy): void {
    policies.set(scope, policy);
  }

  /** The one of the nearest scope that has one; undefined where none has. */
  static find(scope: IConstruct): ImagePolicy | undefined {
    return nearest(scope, policies);
  }

  private constructor(
    /** Keys that are trusted; undefined where images need no signature. */
    readonly keys: readonly PublicKey[] | undefined,
    reason: string | undefined,
  ) {
    super('signed-image', reason);
  }
}
