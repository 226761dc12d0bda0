import { known, unknown } from '../../../guidelines';
import { BACKPORTS, expectFloor, MINIMUM_VERSIONS, ADVISORIES_REVIEWED_ON } from '../../../guidelines/minimum-versions';

const DAY = 24 * 60 * 60 * 1000;

function statusOf(component: (typeof MINIMUM_VERSIONS)[number]['component'], version: string): string {
  return expectFloor(component, known(version)).status;
}

test('the advisories were reviewed within 180 days', () => {
  const age = (Date.now() - Date.parse(ADVISORIES_REVIEWED_ON)) / DAY;

  expect(age).toBeGreaterThan(-1);
  expect(age).toBeLessThanOrEqual(180);
});

test.each(MINIMUM_VERSIONS)('$component $release: $source', ({ component, branch, release, source }) => {
  const text = release.join('.');
  const before = [...release.slice(0, -1), Number(release.at(-1)) - 1].join('.');

  expect(release.slice(0, branch.length)).toEqual(branch);
  expect(source).toMatch(/CVE-\d{4}-\d+/);
  expect(statusOf(component, text)).toBe('pass');
  expect(statusOf(component, `v${text}-cloud`)).toBe('pass');
  expect(statusOf(component, `${text}-rc.1`)).toBe('fail');
  expect(before.includes('-') || statusOf(component, before) === 'fail').toBe(true);
  expect(statusOf(component, `${branch.join('.')}.999`)).toBe('pass');
});

test.each([
  ['engine', '30.0.0', 'pass'],
  ['engine', '28.5.2', 'fail'],
  ['kernel', '7.1.0-rc3', 'pass'],
  ['kernel', '6.8.1', 'fail'],
  ['kernel', '4.19.325', 'fail'],
  ['runc', '1.1.12', 'fail'],
  ['containerd', '2.4.0', 'pass'],
] as const)('%s %s is of a branch without a floor: %s', (component, version, status) => {
  expect(statusOf(component, version)).toBe(status);
});

test.each([
  ['engine', 'Debian', '20.10.24+dfsg1'],
  ['engine', 'Ubuntu', '24.0.7-0ubuntu4.1'],
  ['containerd', 'Debian', '1.6.20~ds1'],
  ['containerd', 'Debian', '1.6.20~ds1-1+deb12u3'],
  ['containerd', 'Ubuntu', '1.7.12-0ubuntu4'],
  ['runc', 'Debian', '1.1.5+ds1'],
  ['runc', 'Debian', '1.1.5+ds1-1+deb12u1'],
  ['runc', 'Ubuntu', '1.1.12-0ubuntu3'],
  ['kernel', 'Debian', '6.1.0-39-amd64'],
  ['kernel', 'Debian', '6.1.0-39-cloud-amd64'],
  ['kernel', 'Ubuntu', '6.8.0-117-generic'],
  ['kernel', 'Red Hat and those who rebuild it', '5.14.0-503.11.1.el9_5.x86_64'],
  ['kernel', 'SUSE', '6.4.0-150600.23.60-default'],
  ['kernel', 'a longterm tree without a floor in this table', '6.1.170'],
] as const)('%s of %s: %s tells nothing by its number', (component, by, version) => {
  expect(BACKPORTS.filter((row) => row.component === component && row.pattern.test(version)).map((row) => row.by)).toEqual([by]);
  expect(expectFloor(component, known(version))).toEqual({
    status: 'unknown',
    attribute: component,
    value: `${version}: ${by} mends it under the same number`,
  });
});

test('no row of a distribution takes in a version as its project numbers it', () => {
  const taken = MINIMUM_VERSIONS.filter(({ component, release }) =>
    BACKPORTS.some((row) => row.component === component && row.pattern.test(release.join('.'))),
  );

  expect(taken).toEqual([]);
  expect(statusOf('kernel', '6.12.57+deb13-amd64')).toBe('fail');
});

test('what is not there, or is no version, is unknown', () => {
  expect(expectFloor('runc', unknown('not read'))).toEqual({ status: 'unknown', attribute: 'runc', value: 'not read' });
  expect(expectFloor('runc', known(undefined)).value).toBe('the engine does not name it');
  expect(expectFloor('runc', known('dev')).value).toBe('dev is no number of a version');
});
