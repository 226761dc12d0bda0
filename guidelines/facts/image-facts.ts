import type { ImageReference } from '../normalise/image-reference';
import type { SecurityOption } from '../normalise/security-option';
import type { Entry, Items, Known } from './known';
import type { ResourceFacts } from './resource-facts';

/** An image that is pulled or built. */
export interface ImageFacts extends ResourceFacts {
  readonly kind: 'image';
  readonly reference: Known<ImageReference>;
  /** Build arguments and options. @default the image is pulled */
  readonly build?: BuildFacts;
  /** The engine's record of it. @default the engine does not have it */
  readonly content?: ImageContent;
}

/** Content of an image on an engine. */
export interface ImageContent {
  /** Day of its build, `YYYY-MM-DD`. */
  readonly created: Known<string>;
  /** Digests under which registries know it, `sha256:…`. */
  readonly digests: Items<string>;
  /** True where neither a name nor a container refers to it. */
  readonly isDangling: Known<boolean>;
  /** Files with a setuid or setgid bit, absolute. */
  readonly setuidFiles: Items<string>;
  /** The command of each of its layers. */
  readonly history: Items<string>;
}

/** Input of a build. */
export interface BuildFacts {
  readonly arguments: Items<Entry>;
  /** Labels, and addresses that it reads from, by the names of their arguments. */
  readonly texts: Items<Entry>;
  /** Arguments of its logins to registries that hold a secret, such as `password`. */
  readonly credentials: Items<string>;
  readonly network: Known<string | undefined>;
  readonly securityOptions: Items<SecurityOption>;
}

/** An image that is pushed. */
export interface PushFacts extends ResourceFacts {
  readonly kind: 'push';
  readonly skipsVerification: Known<boolean>;
}
