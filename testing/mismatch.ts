/** One value that is not as expected, such as `capabilities.add: expected ["NET_RAW"], is absent`. */
export type Mismatch = string;

const LONGEST_VALUE = 200;

/** Differences of `actual` from `expected`: objects may hold more than expected, everything else has to be equal. */
export function mismatches(expected: unknown, actual: unknown, path = ''): Mismatch[] {
  if (isRecord(expected) && isRecord(actual)) {
    return Object.entries(expected).flatMap(([key, value]) => mismatches(value, actual[key], path === '' ? key : `${path}.${key}`));
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((value, index) => mismatches(value, actual[index], `${path}[${String(index)}]`));
  }
  return Object.is(expected, actual) ? [] : [`${path}: expected ${show(expected)}, is ${show(actual)}`];
}

/** A value as a failure message shows it; of a long one, such as a seccomp profile, the beginning. */
export function show(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
