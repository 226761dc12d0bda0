import { renderJson, renderTerminal, RULES } from '../../../guidelines';
import { configuration, reportOn, TODAY } from './terraform';

const json = configuration('docker_container', { read_only: false, init: false, memory: '${var.memory}', memory_swap: '${var.memory}' });
const waivers = [{ rule: 'SDG-10.6', target: 'docker_container.x', reason: 'because of a test', owner: 'ana', expires: TODAY }];

test('terminal: failures, what is unknown, what is accepted, and the counts', () => {
  expect(renderTerminal(reportOn(json, { waivers, rules: RULES.filter(({ id }) => /^SDG-(06\.1|09\.2|10\.6|10\.7)$/.test(id)) }))).toBe(
    `✘ SDG-09.2 low   docker_container.x
    nobody reaps processes whose parent has ended
    init = false
    (guideline 9)
    opens: zombies fill the process limit until the app cannot start a process
    fix:   drop \`init = false\`: HardenedContainer sets it

? SDG-06.1 medium   docker_container.x
    memory is not limited
    memory = \${var.memory}
    (guideline 6, CIS 5.11, OWASP 7, NIST 4.4.3)
    opens: one leak takes the memory of the host, and the kernel kills
           neighbours
    fix:   set \`memory: Memory.mebibytes(…)\`, or use Memory.unlimited(reason)

~ SDG-10.6 high   docker_container.x
    the files of the image can be changed
    read_only = false
    accepted: because of a test (ana, until 2027-01-01)

5 rules, 1 failed, 1 unknown, 1 waived, 2 passed`,
  );
});

test('JSON: every row, and what its rule says', () => {
  const report = reportOn(json, { waivers });
  const parsed: unknown = JSON.parse(renderJson(report));

  expect(parsed).toMatchObject({
    counts: report.counts,
    rules: expect.arrayContaining([expect.objectContaining({ id: 'SDG-05.1', guideline: 5, waivable: false })]),
    rows: expect.arrayContaining([
      expect.objectContaining({ rule: 'SDG-10.6', status: 'waived', address: 'docker_container.x' }),
      expect.objectContaining({ rule: 'SDG-10.7', status: 'pass' }),
    ]),
  });
  expect(Object.values(report.counts).reduce((sum, count) => sum + count)).toBe(report.rows.length);
});
