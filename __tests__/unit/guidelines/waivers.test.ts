import { RULES, type Waiver } from '../../../guidelines';
import { TODAY } from '../../../guidelines/cases/cases';
import { configuration, type Arguments } from '../../../guidelines/cases/configuration';
import { reportOn, rowsOf, resultsOf } from '../../../guidelines/cases/report';

const WAIVER: Waiver = {
  rule: 'SDG-10.6',
  target: 'acme/Shop',
  reason: 'writes its own configuration',
  owner: 'ana',
  expires: '2027-02-01',
};

function writable(more: Arguments = {}): Arguments {
  return configuration('docker_container', { read_only: false, '//': { metadata: { path: 'acme/Shop/Replica1/Resource' } }, ...more });
}

function statusWith(waiver: Partial<Waiver>): readonly string[] {
  return rowsOf(reportOn(writable(), { waivers: [{ ...WAIVER, ...waiver }] }), 'SDG-10.6').map(({ status }) => status);
}

function flaw(waiver: Partial<Waiver>): readonly string[] {
  return resultsOf(reportOn(writable(), { waivers: [{ ...WAIVER, ...waiver }] }), 'SDG-17.3');
}

test('a waived row says why, who and until when', () => {
  const [row] = rowsOf(reportOn(writable(), { waivers: [WAIVER] }), 'SDG-10.6');

  expect(row).toMatchObject({
    status: 'waived',
    attribute: 'read_only',
    value: 'false',
    acceptance: { source: 'waiver', reason: WAIVER.reason, owner: 'ana', expires: '2027-02-01' },
  });
  expect(flaw({})).toEqual(['pass waiver = SDG-10.6: ana, until 2027-02-01']);
});

test.each([
  ['acme', 'waived'],
  ['acme/Shop/Replica1', 'waived'],
  ['docker_container.x', 'waived'],
  ['acme/Sho', 'fail'],
  ['acme/Shop/Replica1/Resource', 'waived'],
  ['docker_container', 'fail'],
  ['globex', 'fail'],
  ['', 'fail'],
])('at %j: %s', (target, status) => {
  expect(statusWith({ target })).toEqual([status]);
});

test('for one finding alone', () => {
  const json = writable({ capabilities: { drop: ['ALL'], add: ['CAP_CHOWN', 'NET_RAW'] } });
  const waivers = [{ ...WAIVER, rule: 'SDG-14.4', finding: 'CHOWN' }];

  expect(rowsOf(reportOn(json, { waivers }), 'SDG-14.4').map(({ status, value }) => `${status} ${value}`)).toEqual([
    'waived CHOWN',
    'fail NET_RAW',
  ]);
});

test.each<readonly [Partial<Waiver>, string]>([
  [{ expires: '2026-12-31' }, 'it expired on 2026-12-31'],
  [{ expires: '2027-04-02' }, 'its end 2027-04-02 is more than 90 days away'],
  [{ expires: '2027-02-30' }, 'its end "2027-02-30" is no day such as 2027-01-31'],
  [{ expires: 'never' }, 'its end "never" is no day such as 2027-01-31'],
  [{ expires: '' }, 'its end "" is no day such as 2027-01-31'],
  [{ reason: '  too short  ' }, 'its reason has less than 10 characters'],
  [{ owner: ' ' }, 'it has no owner'],
])('%j accepts nothing, and is a finding itself', (waiver, text) => {
  expect(statusWith(waiver)).toEqual(['fail']);
  expect(flaw(waiver)).toEqual([`fail waiver = SDG-10.6: ${text}`]);
});

test.each([TODAY, '2027-04-01'])('holds until the end of %s', (expires) => {
  expect(statusWith({ expires })).toEqual(['waived']);
});

test('an unknown rule, an unused waiver, and the waivers of waivers', () => {
  expect(flaw({ rule: 'SDG-99.9' })).toEqual(['fail waiver = SDG-99.9: no such rule']);
  expect(flaw({ target: 'globex' })).toEqual(['fail waiver = SDG-10.6: it is about no finding']);
  expect(flaw({ finding: 'true' })).toEqual(['fail waiver = SDG-10.6: it is about no finding']);
  expect(flaw({ rule: 'SDG-17.3' })).toEqual(['fail waiver = SDG-17.3: nobody can waive this rule']);
});

test('without waivers there is nothing to say about them', () => {
  expect(resultsOf(reportOn(writable()), 'SDG-17.3')).toEqual(['not-applicable']);
});

test('what would hand over the host cannot be waived, not even by a construct', () => {
  expect(RULES.filter(({ unwaivable }) => unwaivable).map(({ id }) => id)).toEqual(['SDG-02.1', 'SDG-05.1', 'SDG-05.5', 'SDG-17.3']);
  const constructWaivers = [{ rule: 'SDG-05.1', target: 'acme', reason: 'because of a test' }];

  expect(resultsOf(reportOn(writable({ privileged: true }), { constructWaivers }), 'SDG-05.1')).toEqual(['fail privileged = true']);
});

test('the off switch of a construct needs neither owner nor end, and none is unused', () => {
  const constructWaivers = ['acme', 'globex'].map((target) => ({ rule: 'SDG-10.6', target, reason: 'because of a test' }));
  const report = reportOn(writable(), { constructWaivers });

  expect(rowsOf(report, 'SDG-10.6')).toMatchObject([
    { status: 'waived', acceptance: { source: 'construct', reason: 'because of a test' } },
  ]);
  expect(report.counts.fail).toBe(0);
});
