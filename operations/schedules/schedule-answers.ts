/** Answers of `agent schedule`, as `tools/agent/schedule` writes them. */

export type RunOutcome = 'failed' | 'missed' | 'running' | 'skipped' | 'succeeded';

/** One run of a schedule, or a time without one. */
export interface ScheduledRun {
  /** When it should begin; undefined where an operator asked for it. The last one of several that were skipped or missed. */
  readonly due?: string;
  /** How many were skipped or missed. */
  readonly times?: number;
  readonly began?: string;
  readonly ended?: string;
  readonly outcome: RunOutcome;
  /** 128 and more for a signal, 127 for a program that is not there. */
  readonly exitCode: number;
  /** Why it did not succeed. */
  readonly message?: string;
  /** The last ones that it printed. */
  readonly lines?: readonly string[];
}

/** All that a schedule's container knows. */
export interface ScheduleListing {
  readonly next?: string;
  readonly runs: readonly ScheduledRun[];
}
