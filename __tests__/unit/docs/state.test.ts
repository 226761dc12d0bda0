import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { blocksOf, problemsOf } from './compiler';

test('the backend of the page compiles', () => {
  const [backend = ''] = blocksOf(readFileSync(join(packageRoot(), 'docs', 'state.md'), 'utf8'), 'ts');

  expect(backend).toContain('StateBackend.postgres');
  expect(problemsOf({ 'main.ts': backend })).toEqual([]);
});
