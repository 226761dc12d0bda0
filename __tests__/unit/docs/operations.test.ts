import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { blocksOf, problemsOf } from './compiler';

test('the certificates of the page compile', () => {
  const [certificates = ''] = blocksOf(readFileSync(join(packageRoot(), 'docs', 'operations.md'), 'utf8'), 'ts');

  expect(certificates).toContain('Certificates.acme');
  expect(problemsOf({ 'tenants/certificates.ts': certificates })).toEqual([]);
});
