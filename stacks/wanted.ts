/** Names of stacks, separated by commas: a program may leave out all others. */
export const ONLY_VARIABLE = 'APPENGINE_ONLY';

/**
 * True if a tenant has to be declared in this run: with many, `appengine up --only` is faster when a program leaves out those it is not about. The
 * platform always has to be.
 * @param tenant name of its stack
 */
export function isWanted(tenant: string): boolean {
  const only = process.env[ONLY_VARIABLE];
  return only === undefined || only.split(',').includes(tenant);
}
