import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JOURNAL_SUFFIX } from '../../../../operations/state/journal';
import { StateFile } from '../../../../operations/state/state-file';
import { EMPTY_STATE, type TerraformState } from '../../../../operations/state/terraform-state';

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

const journal = (): string => `${file.path}${JOURNAL_SUFFIX}`;

test('no file is a state without anything', async () => {
  expect(await file.open()).toEqual({ state: EMPTY_STATE, isStored: false, problem: undefined });
});

test.each([
  ['is empty', ''],
  ['is cut off or damaged', text(3).slice(0, 20)],
  ['is not a Terraform state', '{"serial":1}'],
  ['is encrypted, and TF_ENCRYPTION is not set', '{"serial":3,"lineage":"one","encrypted_data":"x"}'],
])('a file that %s is named with its backup and the command that brings it back', async (what, content) => {
  writeFileSync(file.path, content);
  writeFileSync(file.backup, text(2));
  expect(await file.open()).toEqual({
    state: state(2),
    isStored: false,
    problem:
      `the state of acme cannot be used: ${file.path} ${what}; its backup acme.tfstate.backup can be read (0 resources). ` +
      'Bring it back with: npx appengine state repair acme',
  });
});

test('an empty file is what Terraform begins a first deploy with', async () => {
  writeFileSync(journal(), '');
  writeFileSync(file.path, '');
  expect(await file.open()).toMatchObject({ state: EMPTY_STATE, problem: undefined });
  rmSync(journal());
  expect((await file.open()).problem).toContain('is empty');
});

test('the newest state that can be read counts, from whichever file', async () => {
  const errored = join(directory, 'errored.tfstate');
  writeFileSync(file.path, text(5).slice(0, 10));
  writeFileSync(file.backup, text(4));
  expect(await file.open(errored)).toMatchObject({ state: state(4), isStored: false });
  writeFileSync(errored, text(6));
  expect(await file.open(errored)).toMatchObject({ state: state(6), isStored: false });
  writeFileSync(file.path, text(6));
  expect(await file.open(errored)).toEqual({ state: state(6), isStored: true, problem: undefined });
});

test('a write leaves what was there as the backup, or beside it where it cannot be read, and has a serial of its own', async () => {
  await file.write(state(1));
  expect(await file.write(state(2))).toMatchObject({ serial: 3, lineage: 'one' });
  expect([(await file.open()).state.serial, JSON.parse(readFileSync(file.backup, 'utf8'))]).toMatchObject([3, { serial: 2, version: 4 }]);
  writeFileSync(file.path, 'x');
  await file.write(state(7));
  expect((await file.open()).state.serial).toBe(8);
  expect(readdirSync(directory).sort()).toEqual(['acme.tfstate', 'acme.tfstate.backup', 'acme.tfstate.unreadable']);
});

test('what cannot be written leaves the file as it was', async () => {
  writeFileSync(join(directory, 'file'), '');
  const nowhere = new StateFile('acme', join(directory, 'file', 'acme.tfstate'));
  await expect(nowhere.write(state(1))).rejects.toThrow('StateNotWritten: the state of acme cannot be written');
});
