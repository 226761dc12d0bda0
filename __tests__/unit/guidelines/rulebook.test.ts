import { spawnSync } from 'node:child_process';
import { packageRoot } from '../../../constructs/package-root';
import * as rulebook from '../../../guidelines';
import * as guidelines from '../../../guidelines/cdktf';

/** Prints the rows of a report, and the packages that were loaded for it. */
const PROGRAM = `
  const { evaluate, factsOfTerraformJson } = require('./guidelines');
  const facts = factsOfTerraformJson({ resource: { docker_container: { web: { name: 'web', image: 'nginx', privileged: true } } } });
  const { rows } = evaluate(facts, { today: '2027-01-01' });
  const packages = Object.keys(require.cache).flatMap((file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1] ?? []);
  console.log(JSON.stringify({ found: rows.some(({ rule, status }) => rule === 'SDG-05.1' && status === 'fail'), packages: [...new Set(packages)] }));
`;

test('facts are evaluated without cdktf and without constructs', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), '--eval', PROGRAM], {
    cwd: packageRoot(),
    encoding: 'utf8',
  });

  const { found, packages } = JSON.parse(stdout) as { found: boolean; packages: readonly string[] };
  expect({ stderr, found }).toEqual({ stderr: '', found: true });
  expect(packages).toContain('ipaddr.js');
  expect(packages.filter((name) => /cdktf|cdktn|^constructs$/.test(name))).toEqual([]);
});

test('what attaches the rules to constructs exports the rulebook as well', () => {
  expect(Object.keys(guidelines).sort()).toEqual([...Object.keys(rulebook), 'Hardening'].sort());
});
