/** Which images are trusted: what no rule can know by itself. Parts of names count as a whole: `ghcr.io/acme` is not `ghcr.io/acme-evil`. */
export interface Policy {
  /** Registries or repositories beside the Docker Official Images (`docker.io/library`), such as `ghcr.io/acme`. @default none */
  readonly registries?: readonly string[];
  /** Those of them with immutable tags. @default none */
  readonly immutableTags?: readonly string[];
  /** Images that were verified by a signature or a scan. @default verification is not required */
  readonly verified?: readonly VerifiedDigest[];
  /** Images built here that a policy wants looked at for vulnerabilities before they run, and that were not. @default none */
  readonly unscanned?: readonly UnscannedImage[];
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
