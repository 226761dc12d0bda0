/** One benchmark, as `npm run bench -- <name>` runs it. */
export interface Bench {
  readonly name: string;
  /** @param report what is going on, line by line */
  run(report: (line: string) => void): Promise<BenchResult>;
}

/** What was measured, ready to be read by people and by programs. */
export interface BenchResult {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What the table does not say. */
  readonly notes: readonly string[];
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
