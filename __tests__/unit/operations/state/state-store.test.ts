import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LOCAL } from '../../../../operations/state/backend';
import { StateStore } from '../../../../operations/state/state-store';
import { States } from '../../../../operations/state/states';
import { EMPTY_STATE } from '../../../../operations/state/terraform-state';
import { Instance, StateBackend } from '../../../../constructs';
import { FakeTerraform } from '../../../fixture/fake-terraform';
import { sessionOf } from '../../../fixture/session';

const RESOURCES = [{ mode: 'managed', type: 'docker_network', name: 'a', instances: [] }] as const;

let directory: string;
let instance: Instance;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'state-store-'));
  instance = new Instance({ name: 'shop', projectDirectory: directory });
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(stack: string, text: string): void {
  mkdirSync(dirname(instance.stateFile(stack)), { recursive: true });
  writeFileSync(instance.stateFile(stack), text);
}

test('files of the project are read without Terraform, also of stacks that nobody declares', async () => {
  write('acme', JSON.stringify({ ...EMPTY_STATE, resources: RESOURCES }));
  write('empty', JSON.stringify(EMPTY_STATE));
  write('globex', '{"cut');
  const store = new StateStore(sessionOf(instance), LOCAL, ['declared']);
  const states = await States.read(store);
  expect([store.needsTerraform, store.isShared]).toEqual([false, false]);
  expect([states.stacks, states.unreadable]).toEqual([['acme', 'globex'], ['globex']]);
  expect(states.of('acme').resources).toEqual(RESOURCES);
  expect(states.of('nobody')).toEqual(EMPTY_STATE);
  expect(states.problemOf('globex')).toContain('is cut off or damaged');
});

test('states that OpenTofu encrypts are read by it, wherever they are', async () => {
  process.env.TF_ENCRYPTION = 'key_provider "pbkdf2" "team" {}';
  const terraform = FakeTerraform.install();
  try {
    const store = new StateStore(sessionOf(instance), LOCAL, []);
    const state = store.of('acme');
    await state.write({ ...EMPTY_STATE, resources: RESOURCES });
    expect([store.needsTerraform, store.isShared, state.place]).toEqual([true, false, 'the local backend']);
    expect((await States.read(store, ['acme'])).stacks).toEqual(['acme']);
  } finally {
    terraform.remove();
    Reflect.deleteProperty(process.env, 'TF_ENCRYPTION');
  }
});

test('where states are shared their places are told', () => {
  const backend = StateBackend.postgres({ host: 'db.example.com', database: 'states' });
  const store = new StateStore(sessionOf(instance), backend, ['acme']);
  expect([store.needsTerraform, store.isShared, store.of('acme').place]).toEqual([true, true, 'the pg backend, schema_name shop_acme']);
});
