import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFile } from '../../../cli/state/state-file';
import { EMPTY_STATE, type TerraformState } from '../../../cli/state/terraform-state';

let directory: string;
let file: StateFile;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'state-file-'));
  file = new StateFile('acme', join(directory, 'acme.tfstate'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

const state = (serial: number): TerraformState => ({ lineage: 'one', serial, outputs: {}, resources: [] });
const text = (serial: number): string => JSON.stringify(state(serial));

test('no file is a state without anything', () => {
  expect(file.read()).toEqual(EMPTY_STATE);
  expect(file.problem).toBeUndefined();
});

test.each([
  ['is empty', ''],
  ['is cut off or damaged', text(3).slice(0, 20)],
  ['is not a Terraform state', '{"serial":1}'],
])('a file that %s is named with its backup and the command that brings it back', (what, content) => {
  writeFileSync(file.path, content);
  writeFileSync(file.backup, text(2));
  expect(() => file.read()).toThrow(
    `StateUnreadable: the state of acme cannot be used: ${file.path} ${what}; its backup acme.tfstate.backup can be read (0 resources). ` +
      'Bring it back with: npx appengine state repair acme',
  );
});

test('an empty file is what Terraform begins a first deploy with', async () => {
  await file.beginDeployment();
  writeFileSync(file.path, '');
  expect(file.read()).toEqual(EMPTY_STATE);
  await file.endDeployment();
  expect(file.isUnreadable).toBe(true);
});

test('the newest state that can be read counts, from whichever file', () => {
  const errored = join(directory, 'errored.tfstate');
  writeFileSync(file.path, text(5).slice(0, 10));
  writeFileSync(file.backup, text(4));
  expect(file.newest(errored)?.file).toBe(file.backup);
  writeFileSync(errored, text(6));
  expect(file.newest(errored)).toEqual({ file: errored, state: state(6) });
});

test('a write leaves what was there as the backup, or beside it where it cannot be read, and has a serial of its own', async () => {
  await file.write(state(1));
  await file.write(state(2));
  expect([file.read().serial, JSON.parse(readFileSync(file.backup, 'utf8'))]).toMatchObject([3, { serial: 2, version: 4 }]);
  writeFileSync(file.path, 'x');
  await file.write(state(7));
  expect(file.read().serial).toBe(8);
  expect(readdirSync(directory).sort()).toEqual(['acme.tfstate', 'acme.tfstate.backup', 'acme.tfstate.unreadable']);
});

test('what cannot be written leaves the file as it was', async () => {
  const nowhere = new StateFile('acme', join(directory, 'missing', 'acme.tfstate'));
  await expect(nowhere.write(state(1))).rejects.toThrow('StateNotWritten: the state of acme cannot be written');
});
