/** Two programs that write the same Terraform configuration. */
export type Variant = 'constructs' | 'bindings';

/** What a measured process is told on its standard input. */
export interface Assignment {
  readonly variant: Variant;
  readonly tenants: readonly string[];
  readonly outdir: string;
  /** Where `bindings` finds the configuration it has to write. */
  readonly recording: string;
}

/** What it answers. */
export interface Sample {
  readonly wallSeconds: number;
  /** Of the process alone: on a shared machine steadier than the wall time. */
  readonly cpuSeconds: number;
  readonly peakMebibytes: number;
}
