import type { Release, ReleasedApp } from '../../constructs/release/release';

/** Difference of a variable, a secret or an app between two releases. */
export interface ConfigurationDifference {
  readonly app: string;
  /** Its kind, such as `variable`. */
  readonly kind: 'app' | 'other' | 'secret' | 'variable';
  readonly name: string;
  readonly change: 'added' | 'changed' | 'removed';
}

/** True if both run the same image. */
export function haveSameImage({ image: a }: Release, { image: b }: Release): boolean {
  return a.id === b.id;
}

/** Differences in the configuration of the apps, as it was declared when the releases were made. */
export function configurationDifferences(from: Release, to: Release): readonly ConfigurationDifference[] {
  return names(from.apps, to.apps).flatMap((app) => {
    const [before, after] = [from.apps[app], to.apps[app]];
    if (before === undefined) return [{ app, kind: 'app', name: app, change: 'added' } as const];
    if (after === undefined) return [{ app, kind: 'app', name: app, change: 'removed' } as const];
    return differencesOf(app, before, after, haveSameImage(from, to));
  });
}

function differencesOf(app: string, before: ReleasedApp, after: ReleasedApp, isSameImage: boolean): readonly ConfigurationDifference[] {
  const found = [
    ...between(app, 'variable', before.environment, after.environment),
    ...between(app, 'secret', before.secrets, after.secrets),
  ];
  // A generation is about the image as well: only with the same one does it tell of limits, mounts and the rest.
  const isOther = found.length === 0 && isSameImage && before.generation !== after.generation;
  return isOther ? [{ app, kind: 'other', name: 'limits, mounts or other arguments', change: 'changed' }] : found;
}

function between(
  app: string,
  kind: 'secret' | 'variable',
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly ConfigurationDifference[] {
  return names(before, after).flatMap((name): readonly ConfigurationDifference[] => {
    const [old, now] = [before[name], after[name]];
    if (old === now) return [];
    return [{ app, kind, name, change: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed' }];
  });
}

function names(...records: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))].sort();
}
