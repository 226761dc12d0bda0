/** A release of an application: its image, and what that was made of. */
export interface Release {
  /** Counted from 1, and never given twice. */
  readonly number: number;
  /** Image that was built or handed on. */
  readonly image: ReleasedImage;
  /** Sources that it was built from. */
  readonly source: ReleasedSource;
  /** Person or robot that made it, as git knows them, such as `Anna <anna@example.com>`. */
  readonly by: string;
  /** In UTC, such as `2026-11-30T09:00:00Z`. */
  readonly at: string;
  /** Release of another tenant that it is the image of, such as `staging/shop 4`. @default it was built */
  readonly promotedFrom?: string;
  /** List of what is in the image. @default none was made */
  readonly sbom?: ReleasedFile;
  /** Known vulnerabilities of what is in it, when they were looked for last. @default nothing looked for them */
  readonly vulnerabilities?: ReleasedVulnerabilities;
  /** Signed statement of where the image comes from. @default it is not signed */
  readonly attestation?: ReleasedFile;
  /** Configuration of each app that runs the image, by its name, as it was declared then. */
  readonly apps: Readonly<Record<string, ReleasedApp>>;
}

/** An image by two names: one for people and engines, and one that no other content can have. */
export interface ReleasedImage {
  /** Part of the name before the tag, without installation and tenant, such as `shop`. */
  readonly repository: string;
  /** Hash of everything that the build was given: 12 hexadecimal digits. */
  readonly tag: string;
  /** Hash of everything that came out of it: `sha256:` and 64 hexadecimal digits. */
  readonly id: string;
  /** Place in a registry, by digest, such as `10.0.0.5:5000/acme/shop@sha256:…`. @default the engine that built it alone has it */
  readonly reference?: string;
}

/** A file beside the release file. */
export interface ReleasedFile {
  /** From the directory of the project, such as `releases/acme/shop/2.spdx.json`. */
  readonly file: string;
  /** Of its content: 64 hexadecimal digits. */
  readonly sha256: string;
}

/** How many known vulnerabilities an image has, and how many of them the policy accepts. */
export interface ReleasedVulnerabilities {
  /** Severity of each, as its database has it. */
  readonly critical: number;
  /** As `critical`. */
  readonly high: number;
  /** As `critical`. */
  readonly medium: number;
  /** As `critical`. */
  readonly low: number;
  /** As `critical`. */
  readonly negligible: number;
  /** Those without a rating. */
  readonly unknown: number;
  /** Those among them that the policy accepts for a limited time. */
  readonly accepted: number;
  /** Day on which the database was made, `YYYY-MM-DD`. */
  readonly database: string;
}

/** Sources of an image. */
export interface ReleasedSource {
  /** From the directory of the project. */
  readonly directory: string;
  /** Commit that was checked out. @default the directory was under no version control */
  readonly revision?: string;
  /** True where the directory had changes that the commit does not have. */
  readonly dirty: boolean;
}

/** Configuration of an app: fingerprints tell one value from another, and never what it is. */
export interface ReleasedApp {
  /** Hash of every argument of its first container. */
  readonly generation: string;
  /** Fingerprints of its variables, by name. */
  readonly environment: Readonly<Record<string, string>>;
  /** Fingerprints of the given secrets that it uses, by name. A generated one has one value for ever. */
  readonly secrets: Readonly<Record<string, string>>;
}
