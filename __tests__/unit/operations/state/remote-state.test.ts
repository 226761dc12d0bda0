import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemoteState } from '../../../../operations/state/remote-state';
import { EMPTY_STATE, type TerraformState } from '../../../../operations/state/terraform-state';
import { Instance, StateBackend } from '../../../../constructs';
import { FakeTerraform } from '../../../fixture/fake-terraform';
import { sessionOf } from '../../../fixture/session';

const BACKEND = StateBackend.of('gcs', { bucket: 'states', prefix: '{instance}/{stack}' });
const VOLUME = { mode: 'managed', type: 'docker_volume', name: 'a', instances: [] } as const;

let directory: string;
let terraform: FakeTerraform;
let state: RemoteState;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'remote-state-'));
  terraform = FakeTerraform.install();
  state = new RemoteState(sessionOf(new Instance({ name: 'shop', projectDirectory: directory })), 'acme', BACKEND);
});

afterEach(() => {
  terraform.remove();
  rmSync(directory, { recursive: true });
});

test('what Terraform has never written is empty', async () => {
  expect(await state.open()).toEqual({ state: EMPTY_STATE, isStored: false, problem: undefined });
  expect(state.place).toBe('the gcs backend, prefix shop/acme');
});

test('what is written is read, with a serial of its own, by whoever has the same backend', async () => {
  const first = await state.write({ ...EMPTY_STATE, resources: [VOLUME] });
  const second = await state.write(first);
  expect([first.serial, second.serial, second.lineage]).toEqual([1, 2, first.lineage]);
  const other = new RemoteState(sessionOf(new Instance({ name: 'shop', projectDirectory: join(directory, 'elsewhere') })), 'acme', BACKEND);
  expect(await other.open()).toEqual({ state: second, isStored: true, problem: undefined });
  const tenant = new RemoteState(sessionOf(new Instance({ name: 'shop', projectDirectory: directory })), 'globex', BACKEND);
  expect((await tenant.open()).isStored).toBe(false);
});

test('what somebody else wrote meanwhile is not written over', async () => {
  const first = await state.write(EMPTY_STATE);
  await state.write(first);
  await expect(state.write(first)).rejects.toThrow(/^StateNotWritten: the state of acme .*gcs backend/);
});

test('what an apply could not write counts where it is of the same history', async () => {
  const stored = await state.write(EMPTY_STATE);
  const errored = join(directory, 'errored.tfstate');
  const write = (more: Partial<TerraformState>): void => {
    writeFileSync(errored, JSON.stringify({ ...stored, ...more }));
  };
  write({ serial: 9, resources: [VOLUME] });
  expect(await state.open(errored)).toMatchObject({ state: { serial: 9, resources: [VOLUME] }, isStored: false });
  write({ serial: 9, lineage: 'another' });
  expect(await state.open(errored)).toMatchObject({ state: { serial: 1 }, isStored: true });
  writeFileSync(errored, '{"ser');
  expect(await state.open(errored)).toMatchObject({ isStored: true });
});

test('a stack of which nothing is left has an empty state', async () => {
  await state.write({ ...EMPTY_STATE, resources: [VOLUME], outputs: { routes: { value: [] } } });
  await state.remove();
  expect((await state.open()).state).toMatchObject({ serial: 2, resources: [], outputs: {} });
  await state.remove();
  expect((await state.open()).state.serial).toBe(2);
});

test('a server that does not answer is told with its reason, and what it needs', async () => {
  terraform.refuse('pq: password authentication failed');
  await expect(state.open()).rejects.toThrow(/^StateUnreachable: the state of acme in the gcs backend.*credentials.*pq: password/s);
});

test('a lock is told with who holds it, and can be taken away', async () => {
  await state.write(EMPTY_STATE);
  expect(await state.lock()).toBeUndefined();
  terraform.lock('8f6d');
  expect(await state.lock()).toEqual({ id: '8f6d', holder: '`terraform apply` of ci@runner-7' });
  await expect(state.write(EMPTY_STATE)).rejects.toThrow(/StateNotWritten.*ci@runner-7.*appengine state unlock acme/s);
  await state.unlock('8f6d');
  expect(await state.lock()).toBeUndefined();
});

test('nothing but the arguments of the backend is written below the project', async () => {
  await state.write({ ...EMPTY_STATE, resources: [VOLUME] });
  const own = join(directory, '.appengine', 'shop', 'states', 'acme');
  expect(readdirSync(own).sort()).toEqual(['.terraform', 'cdk.tf.json', 'no-providers.tfrc']);
});
