import { describe as inOneLine } from '../../../../cli/audit/summary';
import { configuration } from '../../../../guidelines/cases/configuration';
import { reportOn } from '../../../../guidelines/cases/report';

const WAIVER = { rule: 'SDG-10.6', target: 'docker_container.x', reason: 'because of a test', owner: 'ana', expires: '2027-02-01' };
const size = String(reportOn(configuration('docker_container', {})).rules.size);

test('no finding', () => {
  expect(inOneLine(reportOn(configuration('docker_container', {})), 3)).toBe(`3 stacks, ${size} rules, 0 findings`);
});

test('a waiver, and when it ends', () => {
  const report = reportOn(configuration('docker_container', { read_only: false, init: false }), { waivers: [WAIVER] });
  expect(inOneLine(report, 1)).toBe(`1 stack, ${size} rules, 1 finding, 1 waiver (expires 2027-02-01)`);
});

test('of several waivers the one that ends first; what is unknown is a finding', () => {
  const waivers = [WAIVER, { ...WAIVER, rule: 'SDG-09.2', expires: '2027-01-20' }];
  const report = reportOn(configuration('docker_container', { read_only: false, init: false, memory: '${var.memory}', memory_swap: 64 }), {
    waivers,
  });
  expect(inOneLine(report, 2)).toMatch(/^2 stacks, \d+ rules, [12] findings?, 2 waivers \(the first expires 2027-01-20\)$/);
});
