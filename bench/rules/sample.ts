/** What a measured process is told on its standard input. */
export interface Assignment {
  /** One tenant's configuration, as its constructs wrote it: all are like it. */
  readonly recorded: string;
  readonly tenant: string;
  /** At least so many are judged. */
  readonly containers: number;
}

/** What a part of the work took. */
export interface Cost {
  readonly wallSeconds: number;
  /** Of the process alone: on a shared machine steadier than the wall time. */
  readonly cpuSeconds: number;
}

/** What the judging process answers. */
export interface JudgeSample {
  readonly containers: number;
  readonly rows: number;
  readonly findings: number;
  /** From JSON to facts. */
  readonly reading: Cost;
  /** From facts to a report. */
  readonly judging: Cost;
  readonly peakMebibytes: number;
}

/** What the synthesizing process answers. */
export interface SynthSample {
  readonly synth: Cost;
  /** Validating all stacks once more, as the synth did. */
  readonly validation: Cost;
  /** The part of it that is cdktf's: rendering the stacks, for the rules to read. */
  readonly rendering: Cost;
  readonly peakMebibytes: number;
}

/** Does something, and says what it took. */
export function costOf<T>(work: () => T): readonly [result: T, cost: Cost] {
  const began = performance.now();
  const before = process.cpuUsage();
  const result = work();
  const cpu = process.cpuUsage(before);
  return [result, { wallSeconds: (performance.now() - began) / 1000, cpuSeconds: (cpu.user + cpu.system) / 1e6 }];
}

export function peakMebibytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}
