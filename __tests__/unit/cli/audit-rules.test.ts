import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { evaluateEngine, evaluateTargets, type AuditTarget } from '../../../guidelines/audit';
import { factsOfTerraformJson } from '../../../guidelines/surfaces/synth';
import { DEFAULT_SETTINGS } from '../../../guidelines/evaluation-settings';
import { pack } from '../../fixture/rules';
import { TODAY } from '../../../guidelines/cases/cases';
import { configuration } from '../../../guidelines/cases/configuration';
import { resultsOf } from '../../../guidelines/cases/report';

const FIXTURES = join('__tests__', 'fixture');

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'audit-rules-'));
  writeFileSync(join(directory, 'main.tf.json'), JSON.stringify(configuration('docker_container', {})));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** In a process of its own: Jest loads modules in its own way. */
function audit(rules: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const options = ['--file', join(directory, 'main.tf.json'), '--surface', 'synth', '--format', 'json', '--rules', join(FIXTURES, rules)];
  return spawnSync(process.execPath, ['--require', 'tsx/cjs', 'cli/main.ts', 'audit', ...options], {
    cwd: packageRoot(),
    encoding: 'utf8',
  });
}

test('an audit judges by the pack of a module', () => {
  const { status, stdout } = audit('rules.ts');

  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    surfaces: [{ rows: expect.arrayContaining([expect.objectContaining({ rule: 'TEST-06.1', status: 'fail', value: '64' })]) }],
    rules: expect.arrayContaining([expect.objectContaining({ id: 'SDG-06.1', adjustment: expect.objectContaining({ isAsked: false }) })]),
  });
});

test.each([
  ['absent.ts', 'cannot be loaded'],
  ['examples.ts', 'exports no rule pack by the name "pack"'],
])('%s %s', (file, problem) => {
  const { status, stderr } = audit(file);

  expect(status).toBe(1);
  expect(stderr).toContain(`RulesInvalid: ${join(FIXTURES, file)} ${problem}`);
});

test('a pack judges every surface', () => {
  const facts = factsOfTerraformJson(configuration('docker_container', {}));
  const parts: readonly AuditTarget[] = [{ facts, settings: DEFAULT_SETTINGS }];
  const { rules } = pack;

  for (const report of [
    evaluateTargets('synth', parts, TODAY, rules),
    evaluateTargets('plan', parts, TODAY, rules),
    evaluateEngine(facts, [], TODAY, rules),
  ]) {
    expect(resultsOf(report, 'TEST-06.1')).toEqual(['fail memory = 64']);
    expect(report.rows.filter(({ rule }) => rule === 'SDG-06.1').map(({ status }) => status)).toEqual(['waived']);
  }
});
