import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';

// It compiles the library beside other compilers.
jest.setTimeout(5 * 60_000);

test('the API reference has no export without a comment, and no link to nowhere', () => {
  const typedoc = join(packageRoot(), 'node_modules', '.bin', 'typedoc');
  const { stdout, stderr, status } = spawnSync(process.execPath, [typedoc, '--emit', 'none', '--logLevel', 'Warn'], {
    cwd: packageRoot(),
    encoding: 'utf8',
  });

  expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
});
