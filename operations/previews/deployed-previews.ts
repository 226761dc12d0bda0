import { AppEngineError } from '../../constructs/errors';
import type { PreviewDescription } from '../../constructs/tenancy/preview';
import type { States } from '../state/states';

/** A preview that is deployed. */
export interface DeployedPreview extends PreviewDescription {
  readonly stack: string;
}

/** All of them, by tenant and name: the states are what says which there are. */
export function deployedPreviews(states: States): readonly DeployedPreview[] {
  const found = states.stacks.flatMap((stack) => {
    const preview = states.preview(stack);
    return preview === undefined ? [] : [{ stack, ...preview }];
  });
  return found.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** Such as `acme/pr-12`. */
export function placeOf({ tenant, name }: Pick<PreviewDescription, 'name' | 'tenant'>): string {
  return `${tenant}/${name}`;
}

/** True if it may be removed. */
export function isOver({ expires }: Pick<PreviewDescription, 'expires'>, now: Date): boolean {
  return Date.parse(expires) <= now.getTime();
}

/**
 * Those that a person names.
 * @param text such as `acme/pr-12`; `pr-12` and a branch are those of all tenants
 * @throws AppEngineError PreviewUnknown
 */
export function findPreviews(all: readonly DeployedPreview[], text: string): readonly DeployedPreview[] {
  const found = all.filter((one) => [placeOf(one), one.stack, one.name, one.branch, `${one.tenant}/${one.branch}`].includes(text));
  if (found.length > 0) return found;
  throw new AppEngineError(
    'PreviewUnknown',
    `${JSON.stringify(text)} is no preview; name one of: ${all.map(placeOf).join(', ') || '(none)'}`,
  );
}

/**
 * Refuses a preview whose name another stack has, and one more than its tenant may have.
 * @param wanted the one to be deployed
 * @param states what is deployed, without what is over
 * @throws AppEngineError PreviewNameTaken, PreviewsExhausted
 */
export function checkRoom(wanted: DeployedPreview, states: States, isRemoved: (stack: string) => boolean): void {
  const { stack, tenant, branch, limit } = wanted;
  const there = states.preview(stack);
  if (states.stacks.includes(stack) && !isRemoved(stack) && (there?.tenant !== tenant || there.branch !== branch)) {
    const holder = there === undefined ? 'a tenant of that name' : `the preview of ${there.tenant} for branch ${there.branch}`;
    throw new AppEngineError(
      'PreviewNameTaken',
      `preview ${placeOf(wanted)} would be ${stack}, and that is ${holder}; give this one another name: --branch NAME`,
    );
  }
  const others = deployedPreviews(states).filter((one) => one.tenant === tenant && one.stack !== stack && !isRemoved(one.stack));
  const [oldest] = [...others].sort((a, b) => (a.expires < b.expires ? -1 : 1));
  if (oldest === undefined || others.length < limit) return;
  const list = others.map((one) => `${one.name} (${one.branch}, until ${minuteOf(one.expires)})`).join(', ');
  throw new AppEngineError(
    'PreviewsExhausted',
    `${tenant} has ${String(others.length)} previews, and may have ${String(limit)}: ${list}; remove one, such as by npx appengine preview down ${placeOf(oldest)}, or raise \`limit\` of its Previews`,
  );
}

/** `2026-12-07 09:00 UTC`. */
export function minuteOf(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
