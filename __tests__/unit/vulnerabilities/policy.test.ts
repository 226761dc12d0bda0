import { Duration, Severity, Vulnerability, VulnerabilityDatabase, VulnerabilityPolicy } from '../../../constructs';
import { SEVERITY_NAMES, isAtLeast } from '../../../constructs/vulnerabilities/severity';
import { synthesize } from '../../../testing/synthesize';
import { TestApp } from '../../../testing';
import { tenant } from '../../fixture/tenant';

const DATABASE = VulnerabilityDatabase.file('vulnerabilities.db');
const outputOf = (stack: ReturnType<typeof tenant>): unknown =>
  (synthesize(stack) as { output?: { vulnerabilities?: { value: unknown } } }).output?.vulnerabilities?.value;

test('a policy is in an output for the command line, and nothing is there without one', () => {
  const accepted = Vulnerability.accepted('CVE-2026-1234', { reason: 'no user gives templates', until: '2027-01-31' });
  const policy = VulnerabilityPolicy.refuse({
    database: VulnerabilityDatabase.file('data/vulnerabilities.db', { oldest: Duration.days(7) }),
    from: Severity.critical(),
    onlyFixed: false,
    except: [accepted],
  });
  expect(outputOf(tenant('acme', { vulnerabilities: policy }))).toEqual({
    database: { file: 'data/vulnerabilities.db' },
    oldestSeconds: 7 * 24 * 60 * 60,
    refuses: { from: 'critical', onlyFixed: false },
    accepted: [{ id: 'CVE-2026-1234', reason: 'no user gives templates', until: '2027-01-31' }],
  });
  expect(outputOf(tenant('acme'))).toBeUndefined();
});

test('by default high is refused where an upgrade fixes it, with data of five days', () => {
  expect(outputOf(tenant('acme', { vulnerabilities: VulnerabilityPolicy.refuse({ database: DATABASE }) }))).toEqual({
    database: { file: 'vulnerabilities.db' },
    oldestSeconds: 5 * 24 * 60 * 60,
    refuses: { from: 'high', onlyFixed: true },
    accepted: [],
  });
  expect(outputOf(tenant('acme', { vulnerabilities: VulnerabilityPolicy.report({ database: DATABASE }) }))).not.toHaveProperty('refuses');
});

test('a tenant has the policy of its platform, its own, or none for a reason', () => {
  const own = VulnerabilityPolicy.refuse({ database: VulnerabilityDatabase.url('https://mirror.example.com/v6/latest.json') });
  const tenants = [{}, { vulnerabilities: own }, { vulnerabilities: VulnerabilityPolicy.none('built and looked at by another team') }];
  const app = new TestApp();
  Object.assign(app.platform, { vulnerabilities: VulnerabilityPolicy.report({ database: DATABASE }) });
  expect(tenants.map((props, index) => outputOf(tenant(`tenant-${String(index)}`, props, app)))).toMatchObject([
    { database: { file: 'vulnerabilities.db' } },
    { database: { url: 'https://mirror.example.com/v6/latest.json' } },
    undefined,
  ]);
  expect(() => VulnerabilityPolicy.none('no')).toThrow(/^ReasonTooShort/);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'an id that is none',
    () => Vulnerability.accepted('openssl', { reason: 'x'.repeat(10), until: '2027-01-31' }),
    /^VulnerabilityInvalid: .*npx appengine scan/,
  ],
  [
    'a day that is none',
    () => Vulnerability.accepted('CVE-2026-1', { reason: 'x'.repeat(10), until: '2027-02-30' }),
    /^VulnerabilityInvalid: until "2027-02-30"/,
  ],
  ['no reason', () => Vulnerability.accepted('CVE-2026-1', { reason: ' ', until: '2027-01-31' }), /^ReasonTooShort/],
  [
    'an address for a file',
    () => VulnerabilityDatabase.file('https://example.com/x.db'),
    /^VulnerabilityDatabaseInvalid: .*VulnerabilityDatabase\.url/,
  ],
  ['an expression of Terraform', () => VulnerabilityDatabase.file('${path.module}/x.db'), /^VulnerabilityDatabaseInvalid/],
  [
    'no TLS',
    () => VulnerabilityDatabase.url('http://example.com/latest.json'),
    /^VulnerabilityDatabaseInvalid: the address of http:\/\/example\.com must be https/,
  ],
  ['no address', () => VulnerabilityDatabase.url('latest.json'), /^VulnerabilityDatabaseInvalid/],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
});

test('a password in an address is refused, and not repeated', () => {
  const make = (): unknown => VulnerabilityDatabase.url('https://anna:correct-horse@example.com/latest.json');
  expect(make).toThrow(/^VulnerabilityDatabaseInvalid/);
  expect(make).not.toThrow(/horse/);
});

test('severities have an order, and what has no rating is the least', () => {
  const from = SEVERITY_NAMES.map((name) => SEVERITY_NAMES.filter((one) => isAtLeast(one, name)).length);
  expect(from).toEqual([1, 2, 3, 4, 5, 6]);
  expect([Severity.critical(), Severity.high(), Severity.medium(), Severity.low(), Severity.any()].map(({ name }) => name)).toEqual([
    ...['critical', 'high', 'medium', 'low', 'unknown'],
  ]);
});
