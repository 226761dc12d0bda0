import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { AppEngineError } from '../../../../constructs/errors';
import { packageRoot } from '../../../../constructs/package-root';
import { SEVERITY_NAMES } from '../../../../constructs/vulnerabilities/severity';
import { checkAccepted } from '../../../../operations/vulnerabilities/accepted';
import { checkAge, readStatus } from '../../../../operations/vulnerabilities/database';
import { checkLog, readMatches } from '../../../../operations/vulnerabilities/grype';
import { judged, type Match } from '../../../../operations/vulnerabilities/judge';
import { refuse, summaryOf } from '../../../../operations/vulnerabilities/scan';

/** What grype 0.121.3 has printed for a database of the test. */
const REPORT = readFileSync(join(packageRoot(), '__tests__/fixture/scanners/grype.json'), 'utf8');
const REFUSES = { from: 'high', onlyFixed: true } as const;

const match = (more: Partial<Match> = {}): Match => ({
  ...{ id: 'CVE-2026-1', aliases: [], severity: 'critical', package: 'openssl', type: 'deb', installed: '1', fixed: ['2'] },
  ...more,
});

test('a report is read with the id that people use', () => {
  expect(readMatches(REPORT).map(({ id, aliases, severity, package: name, fixed }) => [id, ...aliases, severity, name, ...fixed])).toEqual([
    ['CVE-2026-1111', 'critical', 'libssl3t64', '3.5.4-1'],
    ['CVE-2026-1111', 'critical', 'openssl', '3.5.4-1'],
    ['CVE-2026-2222', 'high', 'libc6'],
    ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm', 'high', 'lodash', '4.17.21'],
    ['CVE-2026-3333', 'negligible', 'flask', '3.0.1'],
  ]);
});

test('any text is read or refused as a report', () => {
  const read = (text: string): void => {
    try {
      readMatches(text);
    } catch (error) {
      expect(error).toBeInstanceOf(AppEngineError);
      expect(error).toMatchObject({ code: 'VulnerabilityReportInvalid' });
    }
  };
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), read));
  fc.assert(
    fc.property(fc.nat(REPORT.length), fc.nat(40), fc.string({ maxLength: 3 }), (at, length, put) => {
      read(`${REPORT.slice(0, at)}${put}${REPORT.slice(at + length)}`);
    }),
  );
});

test('a report of a database without data is refused', () => {
  const report = JSON.parse(REPORT) as { descriptor: { db: { providers: object } } };
  report.descriptor.db.providers = {};
  expect(() => readMatches(JSON.stringify(report))).toThrow(/^VulnerabilityReportInvalid: .*descriptor\.db\.providers is \{\}/);
});

test('a package that the database could not be asked for is no package without findings', () => {
  const fine = '[0000] DEBUG no CPEs for package: Pkg(name="lodash")\n[0000]  INFO found 0 vulnerability matches across 8 packages\n';
  checkLog(fine);
  const failed =
    '[0000] DEBUG could not match by package ecosystem (package=Pkg(name=lodash)): matcher failed to fetch disclosure language="javascript" pkg="lodash": nil data\n';
  expect(() => {
    checkLog(fine + failed);
  }).toThrow(/^VulnerabilityDatabaseUnreadable: .*it is damaged; fetch it again\. grype says: .*pkg="lodash"/);
});

test('what is severe enough is refused, where an upgrade fixes it or the policy does not ask for that', () => {
  const verdicts = (policy: Parameters<typeof judged>[1], ...matches: readonly Match[]): readonly string[] =>
    judged(matches, policy).map(({ verdict }) => verdict);
  expect(verdicts({ refuses: REFUSES, accepted: [] }, match())).toEqual(['refused']);
  expect(verdicts({ refuses: REFUSES, accepted: [] }, match({ severity: 'high' }))).toEqual(['refused']);
  expect(verdicts({ refuses: REFUSES, accepted: [] }, match({ severity: 'medium' }))).toEqual(['reported']);
  expect(verdicts({ refuses: REFUSES, accepted: [] }, match({ severity: 'unknown' }))).toEqual(['reported']);
  expect(verdicts({ refuses: REFUSES, accepted: [] }, match({ fixed: [] }))).toEqual(['reported']);
  expect(verdicts({ refuses: { from: 'unknown', onlyFixed: false }, accepted: [] }, match({ fixed: [], severity: 'unknown' }))).toEqual([
    'refused',
  ]);
  expect(verdicts({ accepted: [] }, match())).toEqual(['reported']);
});

test('an exemption is about one id or its other names, and the package that it names', () => {
  const accepted = { reason: 'it is never reached', until: '2027-01-31' };
  const verdict = (id: string, name?: string): string | undefined =>
    judged([match({ aliases: ['GHSA-1'] })], {
      refuses: REFUSES,
      accepted: [{ id, ...accepted, ...(name === undefined ? {} : { package: name }) }],
    })[0]?.verdict;
  expect([verdict('CVE-2026-1'), verdict('GHSA-1'), verdict('CVE-2026-1', 'openssl')]).toEqual(Array(3).fill('accepted'));
  expect([verdict('CVE-2026-11'), verdict('CVE-2026-1', 'libssl3')]).toEqual(['refused', 'refused']);
});

test('the worst come first, and each once', () => {
  const findings = judged(
    [match({ severity: 'low' }), match({ id: 'CVE-2026-2', severity: 'high' }), match({ id: 'CVE-2026-3' }), match({ id: 'CVE-2026-3' })],
    { refuses: REFUSES, accepted: [] },
  );
  expect(findings.map(({ verdict, id }) => `${verdict} ${id}`)).toEqual([
    'refused CVE-2026-3',
    'refused CVE-2026-2',
    'reported CVE-2026-1',
  ]);
});

test('every match is counted once, by its severity', () => {
  const matches = fc.array(fc.record({ id: fc.stringMatching(/^CVE-2026-\d{4}$/), severity: fc.constantFrom(...SEVERITY_NAMES) }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(matches, (some) => {
      const findings = judged(some.map(match), { refuses: REFUSES, accepted: [] });
      const summary = summaryOf({ subject: 'acme/shop 1', packages: 1, findings, database: '2026-11-28' });
      expect(SEVERITY_NAMES.reduce((sum, name) => sum + summary[name], 0)).toBe(new Set(some.map(({ id }) => id)).size);
    }),
  );
});

test('a refusal names each finding and what fixes it, and no control character of an image', () => {
  const findings = judged(
    [...Array(25).keys()].map((number) => match({ id: `CVE-2026-${String(number + 1000)}`, package: 'evil\u001b[2J' })),
    { refuses: REFUSES, accepted: [] },
  );
  const act = (): void => {
    refuse({ subject: 'acme/shop 1', packages: 1, findings, database: '2026-11-28' });
  };
  expect(act).toThrow(/^VulnerabilitiesRefused: acme\/shop 1 has 25 known .*Vulnerability\.accepted\('CVE-2026-1000'.*and 5 others$/s);
  expect(act).toThrow(/CVE-2026-1000 critical: evil\\x1b\[2J 1, upgrade to 2/);
});

test.each([
  ['2026-11-29', /and that ended on 2026-11-29; upgrade/],
  ['2027-03-01', /ends on 2027-03-01, which is more than 90 days away/],
])('an exemption until %s is refused on 2026-11-30', (until, message) => {
  const check = (end: string) => (): void => {
    checkAccepted([{ id: 'CVE-2026-1', reason: 'it is never reached', until: end }], 'acme', '2026-11-30');
  };
  expect(check(until)).toThrow(message);
  expect(check(until)).toThrow(/^VulnerabilityAcceptanceOver: the policy of acme accepts CVE-2026-1 \(it is never reached\)/);
  expect(check('2026-11-30')).not.toThrow();
  expect(check('2027-02-28')).not.toThrow();
});

test('data that are too old, or of a day to come, are refused', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  const check = (built: string) => (): void => {
    checkAge(new Date(built), 5 * 24 * 60 * 60, 'data.db', now);
  };
  expect(check('2026-11-25T12:00:00Z')).not.toThrow();
  expect(check('2026-12-01T11:00:00Z')).not.toThrow();
  expect(check('2026-11-25T11:59:59Z')).toThrow(
    /^VulnerabilityDatabaseStale: vulnerability database data\.db is of 2026-11-25, 5 days ago, and must be at most 5 days old/,
  );
  expect(check('2026-12-02T00:00:00Z')).not.toThrow(/days ago/);
  expect(check('2026-12-02T00:00:00Z')).toThrow(/which is yet to come/);
});

test('a database whose age cannot be read is refused', () => {
  expect(readStatus('{"built":"2026-11-28T00:00:00Z"}', 'x')).toEqual(new Date('2026-11-28T00:00:00Z'));
  for (const text of ['', '{}', 'null', '{"built":"0001-01-01T00:00:00Z"}', '{"built":"2026-13-01T00:00:00Z"}', '{"built":1}'])
    expect(() => readStatus(text, 'x')).toThrow(
      /^VulnerabilityDatabaseUnreadable: vulnerability database x must be one of grype's schema 6/,
    );
});
