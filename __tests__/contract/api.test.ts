import { spawnSync } from 'node:child_process';
import { packageRoot } from '../../constructs/package-root';

// It compiles the library beside other compilers.
jest.setTimeout(3 * 60_000);

test('api/ says what users can import, and nothing exported needs what is not', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [require.resolve('tsx/cli'), 'tools/api-report.ts', '--check'], {
    cwd: packageRoot(),
    encoding: 'utf8',
  });

  expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
});
