import type { Report } from '../terminal/progress';

/** What a step found, without changing anything. */
export interface Finding {
  readonly found: boolean;
  /** What it is, such as `Terraform 1.11.4`. */
  readonly subject: string;
  /** Where it comes from, or what is missing and why. */
  readonly detail: string;
  /** What to do about it, if it is missing. */
  readonly fix?: string;
  /** Variables that later steps and every child process get; undefined takes one away. */
  readonly provides?: Readonly<Record<string, string | undefined>>;
}

/** One thing that a deployment needs. */
export interface Step {
  readonly title: string;
  check(): Promise<Finding>;
  /** Provides what {@link check} misses. Can be interrupted and repeated. Resolves to how it did. */
  act(report: Report): Promise<string>;
}
