import { purlOf, typeOf, type SpdxDocument } from './spdx';

/** Difference of a package between two images. */
export interface PackageDifference {
  /** Its type, as package URLs name it, such as `deb` or `npm`. */
  readonly type: string;
  readonly name: string;
  /** Versions that are gone; empty where it was added. */
  readonly from: readonly string[];
  /** Versions that came; empty where it was removed. */
  readonly to: readonly string[];
}

/** Packages that came, went, or have another version, by type and name. An image can have several versions of one. */
export function packageDifferences(from: SpdxDocument, to: SpdxDocument): readonly PackageDifference[] {
  const [before, after] = [versionsOf(from), versionsOf(to)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const [old, now] = [before.get(key) ?? new Set<string>(), after.get(key) ?? new Set<string>()];
    const difference = { from: without(old, now), to: without(now, old) };
    if (difference.from.length + difference.to.length === 0) return [];
    const [type = '', name = ''] = JSON.parse(key) as readonly string[];
    return [{ type, name, ...difference }];
  });
}

function versionsOf({ packages }: SpdxDocument): ReadonlyMap<string, ReadonlySet<string>> {
  const versions = new Map<string, Set<string>>();
  for (const one of packages) {
    // The image itself has none.
    if (purlOf(one) === undefined && one.primaryPackagePurpose === 'CONTAINER') continue;
    const key = JSON.stringify([typeOf(one), one.name]);
    versions.set(key, (versions.get(key) ?? new Set()).add(one.versionInfo ?? ''));
  }
  return versions;
}

function without(some: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...some].filter((one) => !others.has(one)).sort();
}
