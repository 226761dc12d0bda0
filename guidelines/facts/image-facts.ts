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
