/** Which images are trusted: what no rule can know by itself. Parts of names count as a whole: `ghcr.io/acme` is not `ghcr.io/acme-evil`. */
export interface Policy {
  /** Registries or repositories beside the Docker Official Images (`docker.io/library`), such as `ghcr.io/acme`. @default none */
  readonly registries?: readonly string[];
  /** Those of them with immutable tags. @default none */
  readonly immutableTags?: readonly string[];
  /** Images that were verified by a signature or a scan. @default verification is not required */
  readonly verified?: readonly VerifiedDigest[];
  /** Images of releases whose signatures were looked at: containers run no others, but for those that the platform builds for itself. @default signatures are not required */
  readonly signatures?: readonly ImageSignature[];
  /** Images built here that a policy wants looked at for vulnerabilities before they run, and that were not. @default none */
  readonly unscanned?: readonly UnscannedImage[];
}

/** Outcome of a look at the signature of an image. */
export type ImageSignature = SignedImage | RefusedImage;

/** An image that a trusted key has signed. */
export interface SignedImage {
  /** Its full name, which means one content. */
  readonly image: string;
  /** Name of the key. */
  readonly signer: string;
  /** Last day on which signatures of the key count, `YYYY-MM-DD`. @default no end */
  readonly until?: string;
}

/** An image whose signature is missing or does not count. */
export interface RefusedImage {
  /** Its full name. */
  readonly image: string;
  /** Why, as a person reads it. */
  readonly problem: string;
}

/** An image that was not looked at for vulnerabilities. */
export interface UnscannedImage {
  /** Its full name. */
  readonly image: string;
  /** Reason, as a person reads it, such as `release 3 has no list of packages`. */
  readonly problem: string;
}

/** A verified image, by its content. */
export interface VerifiedDigest {
  /** `sha256:…` */
  readonly digest: string;
  /** Last day on which that counts, `YYYY-MM-DD`: what was clean then may have a known hole now. */
  readonly until: string;
}

/** Docker Official Images, which are always allowed. */
export const DEFAULT_REGISTRIES: readonly string[] = ['docker.io/library'];
