import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from '../../../cli/program';
import { packageRoot } from '../../../constructs/package-root';

test('says its version', () => {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { readonly version: string };
  expect(program.version()).toBe(version);
});
