import type { Code } from '../code';
import type { Remark } from '../remark';

/** A tenant to be written: what is declared in which order, and what is said about it. */
export interface TenantPlan {
  readonly tenant: string;
  /** Such as `Compose`. */
  readonly format: string;
  readonly files: readonly string[];
  /** @default the quota of every tenant */
  readonly quota?: Code;
  readonly declarations: readonly Declaration[];
  readonly services: readonly PlannedService[];
  /** About no service of its own. */
  readonly remarks: readonly Remark[];
}

/** A construct of the tenant, or another constant. */
export interface Declaration {
  readonly variable: string;
  readonly value: Code;
  /** Statements about it. */
  readonly statements: readonly Code[];
  /** Stand above it. */
  readonly remarks: readonly Remark[];
}

/** A service of the source, and its fate. */
export interface PlannedService {
  readonly name: string;
  /** Such as `RuntimePool`; undefined where it is left out. */
  readonly becomes?: string;
  readonly remarks: readonly Remark[];
}

/** True where nothing is left to the user. */
export function deploysAtOnce({ becomes, remarks }: PlannedService): boolean {
  return becomes !== undefined && remarks.every(({ kind }) => kind !== 'todo');
}
