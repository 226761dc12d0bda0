import type { IConstruct } from 'constructs';
import type { HardenedContainer } from '../container/hardened-container';
import type { Cpu, Memory } from '../container/limits';
import { AppEngineError } from '../errors';

/** Limits for all apps of a tenant together. A deploy needs as much again for a moment, while old and new generation overlap. */
export interface QuotaProps {
  /** Sum of the memory limits of all replicas and jobs. */
  readonly memory: Memory;
  /** Sum of their processor quotas. */
  readonly cpu: Cpu;
}

/** Twenty times 0.1 cores are a little more than 2 in floating point. */
const ROUNDING = 1e-6;

/** Sums up what a tenant declares, and stops the synth where it is more than was granted (guidelines 6 and 15). */
export class Quota {
  private memory = 0;
  private cpu = 0;

  constructor(
    /** Limits for all apps together. */
    readonly granted: QuotaProps,
  ) {}

  /** Counts containers of the app `scope`. @throws AppEngineError QuotaExceeded */
  add(scope: IConstruct, containers: readonly HardenedContainer[]): void {
    for (const container of containers) {
      this.memory += container.memory.mebibytes ?? Infinity;
      this.cpu += container.cpu.cores ?? Infinity;
    }
    const { memory, cpu } = this.granted;
    if (memory.mebibytes !== undefined && this.memory > memory.mebibytes) {
      throw new AppEngineError(
        'QuotaExceeded',
        `memory of all apps up to here is ${String(this.memory)} MiB, the tenant's quota is ${String(memory.mebibytes)} MiB; lower \`memory\` or \`replicas\`, or raise the quota`,
        scope,
      );
    }
    if (cpu.cores !== undefined && this.cpu > cpu.cores + ROUNDING) {
      throw new AppEngineError(
        'QuotaExceeded',
        `cpu of all apps up to here is ${this.cpu.toFixed(2)} cores, the tenant's quota is ${String(cpu.cores)}; lower \`cpu\` or \`replicas\`, or raise the quota`,
        scope,
      );
    }
  }
}
