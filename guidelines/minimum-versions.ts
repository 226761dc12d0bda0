import { known, unknown, type Known } from './facts/known';
import { compareNumbers, isAtLeast, versionOf } from './normalise/version';
import { expectValue, type Outcome } from './outcome';

/** Software below the containers that has to be up to date. The engine's own seccomp profile comes with the engine, and has its version. */
export type Component = 'containerd' | 'engine' | 'kernel' | 'runc' | 'seccomp profile';

/** The first release of a branch from which no way out is known. */
export interface MinimumVersion {
  readonly component: Component;
  /** Such as 1 and 7: the branch that goes on as 1.7.x. */
  readonly branch: readonly number[];
  readonly release: readonly number[];
  /** Vulnerabilities that it fixes. */
  readonly source: string;
}

/** Versions whose number does not show which fixes they have: a distribution backports fixes without changing the number. */
export interface Backport {
  readonly component: Component;
  readonly by: string;
  readonly pattern: RegExp;
}

/** Day on which the advisories of all rows were last read. A test fails 180 days later. */
export const ADVISORIES_REVIEWED_ON = '2026-11-24';

const CONTAINERD = 'CVE-2026-53488, CVE-2026-47262';
const COPY = 'CVE-2026-41567: `docker cp` ran programs of the container as root of the host';
const MASKED = 'CVE-2025-31133, CVE-2025-52565, CVE-2025-52881: masked paths could be swapped';
const DIRTY_FRAG = 'CVE-2026-43284, and CVE-2026-31431 before it: files in the page cache could be changed';

export const MINIMUM_VERSIONS: readonly MinimumVersion[] = [
  { component: 'engine', branch: [29], release: [29, 5, 1], source: COPY },
  { component: 'seccomp profile', branch: [29], release: [29, 4, 2], source: 'moby/moby#52501: AF_ALG is denied (CVE-2026-31431)' },
  { component: 'containerd', branch: [1, 7], release: [1, 7, 33], source: CONTAINERD },
  { component: 'containerd', branch: [2, 0], release: [2, 0, 10], source: CONTAINERD },
  { component: 'containerd', branch: [2, 1], release: [2, 1, 9], source: CONTAINERD },
  { component: 'containerd', branch: [2, 2], release: [2, 2, 5], source: CONTAINERD },
  { component: 'containerd', branch: [2, 3], release: [2, 3, 2], source: CONTAINERD },
  { component: 'runc', branch: [1, 2], release: [1, 2, 8], source: MASKED },
  { component: 'runc', branch: [1, 3], release: [1, 3, 3], source: MASKED },
  { component: 'runc', branch: [1, 4], release: [1, 4, 0], source: MASKED },
  { component: 'kernel', branch: [6, 6], release: [6, 6, 138], source: DIRTY_FRAG },
  { component: 'kernel', branch: [6, 12], release: [6, 12, 87], source: DIRTY_FRAG },
  { component: 'kernel', branch: [6, 18], release: [6, 18, 28], source: DIRTY_FRAG },
  { component: 'kernel', branch: [7, 0], release: [7, 0, 5], source: DIRTY_FRAG },
];

export const BACKPORTS: readonly Backport[] = [
  { component: 'engine', by: 'Debian', pattern: /^\d+\.\d+\.\d+\+dfsg\d*/ },
  { component: 'engine', by: 'Ubuntu', pattern: /^\d+\.\d+\.\d+-\d*ubuntu/ },
  { component: 'containerd', by: 'Debian', pattern: /^\d+\.\d+\.\d+[~+]ds\d*/ },
  { component: 'containerd', by: 'Ubuntu', pattern: /^\d+\.\d+\.\d+-\d*ubuntu/ },
  { component: 'runc', by: 'Debian', pattern: /^\d+\.\d+\.\d+\+ds\d*/ },
  { component: 'runc', by: 'Ubuntu', pattern: /^\d+\.\d+\.\d+-\d*ubuntu/ },
  { component: 'kernel', by: 'Debian', pattern: /^\d+\.\d+\.0-\d+(-[a-z]+)*-(amd64|arm64|armmp|686)/ },
  { component: 'kernel', by: 'Ubuntu', pattern: /^\d+\.\d+\.0-\d+-(generic|lowlatency|aws|azure|gcp|ibm|kvm|oracle|raspi)/ },
  { component: 'kernel', by: 'Red Hat and those who rebuild it', pattern: /^\d+\.\d+\.\d+-.*\.el\d+/ },
  { component: 'kernel', by: 'SUSE', pattern: /^\d+\.\d+\.\d+-\d+(\.\d+)*-default$/ },
  { component: 'kernel', by: 'a longterm tree without a floor in this table', pattern: /^(5\.10|5\.15|6\.1)\.[1-9]/ },
];

/** A component at or above its floor is good. @param version undefined where the engine does not name it */
export function expectFloor(component: Component, version: Known<string | undefined>): Outcome {
  if (!version.known || version.value === undefined) {
    return { status: 'unknown', attribute: component, value: version.known ? 'the engine does not name it' : version.expression };
  }
  const text = version.value;
  return expectValue(
    component,
    meetsMinimum(component, text),
    (isCurrent) => isCurrent,
    () => text,
  );
}

/** A branch that is older than all floors, or between them, gets no fixes any more. */
function meetsMinimum(component: Component, text: string): Known<boolean> {
  const backport = BACKPORTS.find((row) => row.component === component && row.pattern.test(text));
  if (backport !== undefined) return unknown(`${text}: ${backport.by} mends it under the same number`);
  const version = versionOf(text);
  if (version === undefined) return unknown(`${text} is no number of a version`);
  const floors = MINIMUM_VERSIONS.filter((row) => row.component === component);
  const own = floors.find(({ branch }) => compareNumbers(version.numbers.slice(0, branch.length), branch) === 0);
  if (own !== undefined) return known(isAtLeast(version, own.release));
  return known(floors.every(({ release }) => compareNumbers(version.numbers, release) > 0));
}
