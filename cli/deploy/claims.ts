import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLAIMS_KEY } from '../../constructs/owner/claims';
import type { DeclaredStack } from '../../operations/state/manifest';

/** True if stacks claim what others do, such as a host or a user, or if that is not known. */
export function haveSameClaims(outputDirectory: string, some: readonly DeclaredStack[], others: readonly DeclaredStack[]): boolean {
  const claimed = others.map((stack) => claimsOf(outputDirectory, stack));
  const claiming = some.map((stack) => claimsOf(outputDirectory, stack));
  if ([...claimed, ...claiming].includes(undefined)) return true;
  const taken = new Set(claimed.flatMap((claims) => claims ?? []));
  return claiming.some((claims) => claims?.some((claim) => taken.has(claim)));
}

/** Claims of a synthesized stack, as it says itself. */
function claimsOf(outputDirectory: string, stack: DeclaredStack): readonly string[] | undefined {
  const file = join(outputDirectory, stack.workingDirectory, 'cdk.tf.json');
  if (!existsSync(file)) return undefined;
  const { '//': comment = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    '//'?: Readonly<Record<string, readonly string[] | undefined>>;
  };
  return comment[CLAIMS_KEY];
}
