/** Where images may come from: what no rule can know by itself. Parts of names count as a whole: `ghcr.io/acme` is not `ghcr.io/acme-evil`. */
export interface Policy {
  /** Registries or repositories, such as `ghcr.io/acme`. @default docker.io/library, the Docker Official Images */
  readonly registries?: readonly string[];
  /** Those of them where nobody can move a tag. @default none */
  readonly immutableTags?: readonly string[];
}

/** Docker Official Images. */
export const DEFAULT_REGISTRIES: readonly string[] = ['docker.io/library'];
