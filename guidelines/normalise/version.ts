/** Numbers of a version, such as 6, 12 and 85 of `6.12.85-amd64`. */
export interface Version {
  readonly numbers: readonly number[];
  /** True for a pre-release of these numbers, such as `1.4.0-rc.2`. */
  readonly isPreview: boolean;
}

/** Undefined where the text does not begin with numbers. */
export function versionOf(text: string): Version | undefined {
  const [, digits, rest = ''] = /^v?(\d+(?:\.\d+)+)(.*)$/.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  return { numbers: digits.split('.').map(Number), isPreview: /^[-~.]?(alpha|beta|rc)/i.test(rest) };
}

/** True where a version is the other one or a later one. */
export function isAtLeast({ numbers, isPreview }: Version, floor: readonly number[]): boolean {
  const order = compareNumbers(numbers, floor);
  return order > 0 || (order === 0 && !isPreview);
}

/** Less than 0 for the older one; what is left out is 0. */
export function compareNumbers(one: readonly number[], other: readonly number[]): number {
  const length = Math.max(one.length, other.length);
  const differences = Array.from({ length }, (_, index) => (one[index] ?? 0) - (other[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}
