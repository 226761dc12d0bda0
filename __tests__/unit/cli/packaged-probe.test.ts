import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagedProbe } from '../../../cli/bootstrap/root-archives';

const RECIPE = '9f86d081884c';

let dist: string;

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'probe-'));
  mkdirSync(join(dist, 'probe'));
  writeFileSync(join(dist, 'probe', 'probe-linux-arm64'), '');
});

afterEach(() => {
  rmSync(dist, { recursive: true });
});

test('a package has the probe of the engine’s processor', () => {
  writeFileSync(join(dist, 'probe-recipe'), RECIPE);

  expect(packagedProbe(RECIPE, 'arm64', dist)).toBe(join(dist, 'probe', 'probe-linux-arm64'));
  expect(packagedProbe(RECIPE, 'riscv64', dist)).toBeUndefined();
});

test('one that was built from other sources is not taken, nor one that nobody can tell where it is from', () => {
  expect(packagedProbe(RECIPE, 'arm64', dist)).toBeUndefined();
  writeFileSync(join(dist, 'probe-recipe'), 'another');

  expect(packagedProbe(RECIPE, 'arm64', dist)).toBeUndefined();
});
