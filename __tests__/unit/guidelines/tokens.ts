import type { Report, Status } from '../../../guidelines';

/** Places of scalars, lists and blocks in JSON, as paths. */
export function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

/** The same JSON with something else at a place. */
export function withValue(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? withValue(item, rest, replacement) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, name === key ? withValue(item, rest, replacement) : item]));
}

/** The worst result of each rule. */
export function worst(report: Report): ReadonlyMap<string, Status> {
  const order: readonly Status[] = ['not-applicable', 'pass', 'waived', 'unknown', 'fail'];
  const byRule = new Map<string, Status>();
  for (const { rule, status } of report.rows) {
    if (order.indexOf(status) > order.indexOf(byRule.get(rule) ?? 'not-applicable')) byRule.set(rule, status);
  }
  return byRule;
}

/** Rules that found something before, and have nothing to say now. */
export function softened(before: Report, now: Report): readonly string[] {
  const isFinding = (status: Status | undefined): boolean => status === 'fail' || status === 'unknown';
  const after = worst(now);
  return [...worst(before)].filter(([rule, status]) => isFinding(status) && !isFinding(after.get(rule))).map(([rule]) => rule);
}
