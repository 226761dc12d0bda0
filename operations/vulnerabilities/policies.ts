import type { VulnerabilityPolicyDescription } from '../../constructs/vulnerabilities/vulnerability-policy';
import { readStack } from '../releases/declared-releases';
import type { DeclaredStack } from '../state/manifest';

/**
 * Policies of the stacks that have one, by their names.
 * @param directory in which they were synthesized
 */
export function policiesOf(directory: string, stacks: readonly DeclaredStack[]): ReadonlyMap<string, VulnerabilityPolicyDescription> {
  return new Map(
    stacks.flatMap((stack) => {
      const policy = readStack(directory, stack).output?.vulnerabilities?.value;
      return policy === undefined ? [] : [[stack.name, policy] as const];
    }),
  );
}
