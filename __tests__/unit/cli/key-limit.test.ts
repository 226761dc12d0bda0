import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { raiseKeyLimit } from '../../../cli/engine/key-limit';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'appengine-keys-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function limit(name: string): string {
  return readFileSync(join(directory, name), 'utf8').trim();
}

test('a limit that is too low is raised, and one that is higher stays', async () => {
  writeFileSync(join(directory, 'maxkeys'), '200\n');
  writeFileSync(join(directory, 'maxbytes'), '25000000\n');
  await raiseKeyLimit(directory);

  expect({ keys: limit('maxkeys'), bytes: limit('maxbytes') }).toEqual({ keys: '20000', bytes: '25000000' });
});

test('a kernel without keys is no error', async () => {
  await expect(raiseKeyLimit(directory)).resolves.toBeUndefined();
});
