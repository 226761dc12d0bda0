import { describeChanges, type DescribedChange } from './describe-changes';
import type { PlannedStack } from './stack/planned-stack';
import type { ResourceChange } from './stack/resource-change';
import type { SecurityChange } from './security/grant';
import { isUndescribed, securityDiff } from './security/security-diff';

/** Changes of all stacks, as `appengine plan --json` prints them. */
export interface PlanDocument {
  /** Other side of the comparison: `deployed`, or the directory that was named. */
  readonly against: string;
  readonly stacks: readonly StackDocument[];
  /** Stacks that are deployed and not declared: `up` leaves them. */
  readonly undeclared: readonly string[];
  readonly summary: PlanSummary;
}

/** One stack. */
export interface StackDocument {
  readonly name: string;
  /** Nothing of it is there yet. */
  readonly isNew: boolean;
  readonly changes: readonly DescribedChange[];
  readonly resources: readonly ResourceChange[];
  readonly security: readonly SecurityChange[];
  /** An earlier version has deployed it: exemptions, waivers, quotas and egress are compared from the next deploy on. */
  readonly isUndescribed: boolean;
}

/** Numbers of all stacks together. */
export interface PlanSummary {
  readonly create: number;
  readonly replace: number;
  readonly update: number;
  readonly delete: number;
  readonly wider: number;
  readonly narrower: number;
  readonly changed: number;
  readonly unknown: number;
}

export function planDocument(against: string, stacks: readonly PlannedStack[], undeclared: readonly string[]): PlanDocument {
  const documents = stacks.map((stack) => ({
    name: stack.name,
    isNew: stack.isNew,
    changes: describeChanges(stack),
    resources: stack.changes,
    security: securityDiff(stack),
    isUndescribed: isUndescribed(stack),
  }));
  const acting = (action: ResourceChange['action']): number =>
    documents.reduce((sum, { resources }) => sum + resources.filter((change) => change.action === action).length, 0);
  const going = (direction: SecurityChange['direction']): number =>
    documents.reduce((sum, { security }) => sum + security.filter((change) => change.direction === direction).length, 0);
  return {
    against,
    stacks: documents,
    undeclared,
    summary: {
      ...{ create: acting('create'), replace: acting('replace'), update: acting('update'), delete: acting('delete') },
      ...{ wider: going('wider'), narrower: going('narrower'), changed: going('changed'), unknown: going('unknown') },
    },
  };
}

/** True if nothing would change. */
export function isEmpty({ stacks }: PlanDocument): boolean {
  return stacks.every(({ changes, resources, security }) => changes.length + resources.length + security.length === 0);
}
