import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESERVATIONS_KEY } from '../../constructs/owner/reservations';
import type { DeclaredStack } from '../../operations/state/manifest';

/** True if stacks reserve what others do, such as a host or a user, or if that is not known. */
export function shareReservations(outputDirectory: string, some: readonly DeclaredStack[], others: readonly DeclaredStack[]): boolean {
  const theirs = others.map((stack) => reservationsOf(outputDirectory, stack));
  const own = some.map((stack) => reservationsOf(outputDirectory, stack));
  if ([...theirs, ...own].includes(undefined)) return true;
  const taken = new Set(theirs.flatMap((names) => names ?? []));
  return own.some((names) => names?.some((name) => taken.has(name)));
}

/** Reservations of a synthesized stack, as it says itself. */
function reservationsOf(outputDirectory: string, stack: DeclaredStack): readonly string[] | undefined {
  const file = join(outputDirectory, stack.workingDirectory, 'cdk.tf.json');
  if (!existsSync(file)) return undefined;
  const { '//': comment = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    '//'?: Readonly<Record<string, readonly string[] | undefined>>;
  };
  return comment[RESERVATIONS_KEY];
}
