/** User who gave a command. */
export interface EventAuthor {
  /** Of the system; the one before `sudo`, too, such as `root (ada)`. */
  readonly user: string;
  /** As git knows them, such as `Ada <ada@example.com>`. @default git has no name */
  readonly git?: string;
  /** Name of the machine. */
  readonly machine: string;
}

/** A command that changed an installation, or ran a program in it. */
export interface DeploymentEvent {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  /** Such as `up`, or `schedules run`. */
  readonly command: string;
  /** Such as `acme`, or `acme/shop`; empty for all that is declared. */
  readonly subjects: readonly string[];
  readonly by: EventAuthor;
  /** Commit of the project, with `+` where files were changed since. @default the project is in no repository */
  readonly revision?: string;
  /** Program and arguments, without what looks like a secret. @default the command runs none of a user's */
  readonly words?: readonly string[];
  /** Its end; undefined while it is under way, and where it was killed. */
  readonly result?: EventResult;
}

/** End of a command. */
export interface EventResult {
  readonly time: string;
  readonly exitCode: number;
  /** Code of the error that ended it. @default it came to its end */
  readonly error?: string;
  /** Its effects, such as `acme: 4 created`. */
  readonly outcomes: readonly string[];
}
