import type { IConstruct } from 'constructs';
import type { HardenedContainer } from '../container/hardened-container';
import { Cpu, Memory } from '../container/limits';
import { AppEngineError } from '../errors';

/**
 * Limits for all apps of a tenant together, with its services and their backups. A deploy needs as much again for a moment, while old and new generation
 * overlap.
 */
export interface QuotaProps {
  /** Sum of the memory limits of all replicas, jobs and services. @default 2 GiB */
  readonly memory?: Memory;
  /** Sum of their processor quotas. @default 2 cores */
  readonly cpu?: Cpu;
}

/** Twenty times 0.1 cores are a little more than 2 in floating point. */
const ROUNDING = 1e-6;

/** Sums of an app's containers. */
interface Share {
  /** Path of the app in its tenant. */
  readonly path: string;
  readonly mebibytes: number;
  readonly cores: number;
}

/** Sums up what a tenant declares, and stops the synth where it is more than was granted (guidelines 6 and 15). */
export class Quota {
  /** Limits for all apps together. */
  readonly granted: Required<QuotaProps>;
  private readonly shares: Share[] = [];

  constructor({ memory = Memory.gibibytes(2), cpu = Cpu.cores(2) }: QuotaProps = {}) {
    this.granted = { memory, cpu };
  }

  /** Counts containers of the app `scope`. @throws AppEngineError QuotaExceeded */
  add(scope: IConstruct, containers: readonly HardenedContainer[]): void {
    const [, ...path] = scope.node.path.split('/');
    this.shares.push({
      path: path.join('/'),
      mebibytes: sum(containers.map(({ memory }) => memory.mebibytes ?? Infinity)),
      cores: sum(containers.map(({ cpu }) => cpu.cores ?? Infinity)),
    });
    const { memory, cpu } = this.granted;
    const mebibytes = sum(this.shares.map((share) => share.mebibytes));
    if (memory.mebibytes !== undefined && mebibytes > memory.mebibytes) {
      const parts = this.shares.map((share) => `${share.path} ${String(share.mebibytes)}`).join(', ');
      throw new AppEngineError(
        'QuotaExceeded',
        `memory of all apps up to here is ${String(mebibytes)} MiB (${parts}), the tenant's quota is ${String(memory.mebibytes)} MiB; lower \`memory\` or \`replicas\`, or raise \`quota\` of the tenant's stack`,
        scope,
      );
    }
    const cores = sum(this.shares.map((share) => share.cores));
    if (cpu.cores !== undefined && cores > cpu.cores + ROUNDING) {
      const parts = this.shares.map((share) => `${share.path} ${share.cores.toFixed(2)}`).join(', ');
      throw new AppEngineError(
        'QuotaExceeded',
        `cpu of all apps up to here is ${cores.toFixed(2)} cores (${parts}), the tenant's quota is ${String(cpu.cores)}; lower \`cpu\` or \`replicas\`, or raise \`quota\` of the tenant's stack`,
        scope,
      );
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
