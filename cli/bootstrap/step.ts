import type { ProgressCallback } from '../../operations/progress';

/** Result of a step's check, which changes nothing. */
export interface Finding {
  readonly found: boolean;
  /** Name and version, such as `Terraform 1.11.4`. */
  readonly subject: string;
  /** Its source, or the reason why it is missing. */
  readonly detail: string;
  /** Remedy, if it is missing. */
  readonly fix?: string;
  /** Variables that later steps and every child process get; undefined takes one away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** One thing that a deployment needs. */
export interface Step {
  readonly title: string;
  check(): Promise<Finding>;
  /** Provides what {@link check} misses. Can be interrupted and repeated. Resolves to how it did. */
  apply(report: ProgressCallback): Promise<string>;
}
