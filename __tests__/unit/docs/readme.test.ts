import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { blocksOf, problemsOf } from './compiler';

const README = readFileSync(join(packageRoot(), 'README.md'), 'utf8');

const TENANT = 'tenants/readme.ts';

const [tenant = ''] = blocksOf(README, 'ts').filter((block) => block.includes('import'));

test('the tenant of the README compiles', () => {
  expect(tenant).toContain('new TenantStack');
  expect(problemsOf({ [TENANT]: tenant })).toEqual([]);
});

test('and the compiler would have noticed', () => {
  const wrong = tenant.replace('replicas: 2', "replicas: 'two'");

  expect(problemsOf({ [TENANT]: wrong })).toEqual(["Type 'string' is not assignable to type 'number'."]);
});
