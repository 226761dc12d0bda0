import type { ImageReference } from '../normalise/image-reference';
import type { SecurityOption } from '../normalise/security-option';
import type { Entry, Items, Known } from './known';
import type { ResourceFacts } from './resource-facts';

/** An image that is pulled or built. */
export interface ImageFacts extends ResourceFacts {
  readonly kind: 'image';
  readonly reference: Known<ImageReference>;
  /** How it is built. @default it is pulled */
  readonly build?: BuildFacts;
  /** What the engine knows about it. @default it is not there yet */
  readonly content?: ImageContent;
}

/** What is in an image that the engine has. */
export interface ImageContent {
  /** Day of its build, `YYYY-MM-DD`. */
  readonly created: Known<string>;
  /** Digests under which registries know it, `sha256:…`. */
  readonly digests: Items<string>;
  /** Whether neither a name nor a container refers to it. */
  readonly isDangling: Known<boolean>;
  /** Files with a setuid or setgid bit, absolute. */
  readonly setuidFiles: Items<string>;
  /** The command of each of its layers. */
  readonly history: Items<string>;
}

/** What a build is given. */
export interface BuildFacts {
  readonly arguments: Items<Entry>;
  readonly network: Known<string | undefined>;
  readonly securityOptions: Items<SecurityOption>;
}

/** An image that is pushed. */
export interface PushFacts extends ResourceFacts {
  readonly kind: 'push';
  readonly skipsVerification: Known<boolean>;
}
