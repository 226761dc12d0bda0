import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkMigrated, migrateStates, sourceOf, type MovedState } from '../../../cli/deploy/migration';
import { installationId, rememberId } from '../../../cli/ownership/installation-id';
import { LOCAL, useBackend, usedBackend } from '../../../operations/state/backend';
import { StateStore } from '../../../operations/state/state-store';
import { States } from '../../../operations/state/states';
import { EMPTY_STATE, type TerraformState } from '../../../operations/state/terraform-state';
import type { Session } from '../../../operations/session';
import { Instance, StateBackend } from '../../../constructs';
import { FakeTerraform } from '../../fixture/fake-terraform';
import { FakeVolumes } from '../../fixture/fake-volumes';
import { sessionOf } from '../../fixture/session';

const SHARED = StateBackend.of('gcs', { bucket: 'states', prefix: '{instance}/{stack}' });
const STACKS = ['platform', 'acme'];

let projectDirectory: string;
let session: Session;
let terraform: FakeTerraform;
let volumes: FakeVolumes;

beforeEach(async () => {
  projectDirectory = mkdtempSync(join(tmpdir(), 'migration-'));
  session = sessionOf(new Instance({ name: 'shop', projectDirectory }));
  terraform = FakeTerraform.install();
  volumes = await FakeVolumes.serve();
});

afterEach(async () => {
  terraform.remove();
  await volumes.close();
  rmSync(projectDirectory, { recursive: true });
});

const storeIn = (backend: { type: string; template: object } = SHARED): StateStore =>
  new StateStore(session, { type: backend.type, template: { ...backend.template } }, STACKS);

function deployedLocally(stack: string, more: Partial<TerraformState> = {}): void {
  const file = session.instance.stateFile(stack);
  mkdirSync(dirname(file), { recursive: true });
  const resources = [{ mode: 'managed', type: 'docker_container', name: stack, instances: [] }];
  writeFileSync(file, JSON.stringify({ version: 4, lineage: stack, serial: 4, outputs: {}, resources, ...more }));
}

/** As the command does it. */
async function migrate(store: StateStore): Promise<readonly MovedState[]> {
  const source = sourceOf(session, store);
  const moved = source === undefined ? [] : await migrateStates(source, await States.read(source), store);
  await useBackend(session.instance, store.backend);
  return moved;
}

test('states go where they are declared to be, and leave nothing that a deploy would go on with', async () => {
  STACKS.forEach((stack) => {
    deployedLocally(stack);
  });
  const store = storeIn();
  await expect(checkMigrated(session, store)).rejects.toThrow(/^StateNotMigrated: acme, platform .*npx appengine state migrate/);
  const moved = await migrate(store);
  expect(moved.map(({ stack }) => stack)).toEqual(['acme', 'platform']);
  expect((await States.read(store, STACKS)).of('acme')).toMatchObject({ lineage: 'acme', serial: 5 });
  expect(existsSync(session.instance.stateFile('acme'))).toBe(false);
  expect(existsSync(`${session.instance.stateFile('acme')}.migrated`)).toBe(true);
  await expect(checkMigrated(session, store)).resolves.toBeUndefined();
  expect(await migrate(store)).toEqual([]);
});

test('goes on after it was interrupted', async () => {
  STACKS.forEach((stack) => {
    deployedLocally(stack);
  });
  const store = storeIn();
  await store.of('acme').write({ ...EMPTY_STATE, lineage: 'acme', serial: 4 });
  await migrate(store);
  expect((await States.read(store, STACKS)).of('acme').serial).toBe(5);
  expect(terraform.states()).toHaveLength(2);
});

test('from one backend to the next, and back into files', async () => {
  deployedLocally('acme');
  await migrate(storeIn());
  const next = storeIn(StateBackend.of('gcs', { bucket: 'others', prefix: '{instance}/{stack}' }));
  await expect(checkMigrated(session, next)).rejects.toThrow('StateNotMigrated: acme');
  expect(await migrate(next)).toMatchObject([{ stack: 'acme' }]);
  expect((await States.read(storeIn(), STACKS)).stacks).toEqual([]);
  expect(await migrate(storeIn(LOCAL))).toMatchObject([{ stack: 'acme', to: session.instance.stateFile('acme') }]);
  expect((await States.read(storeIn(LOCAL))).stacks).toEqual(['acme']);
  expect(usedBackend(session.instance)).toEqual(LOCAL);
});

test('another stack of that name is not written over', async () => {
  deployedLocally('acme');
  const resources = [{ mode: 'managed', type: 'docker_network', name: 'a', instances: [] }] as const;
  await storeIn()
    .of('acme')
    .write({ ...EMPTY_STATE, lineage: 'theirs', resources });
  await expect(migrate(storeIn())).rejects.toThrow(/^StateTaken: .*prefix shop\/acme/);
  expect(existsSync(session.instance.stateFile('acme'))).toBe(true);
});

test('a state that cannot be read is repaired first', async () => {
  deployedLocally('platform');
  writeFileSync(session.instance.stateFile('acme'), '{"cut');
  await expect(migrate(storeIn())).rejects.toThrow(/^StateUnreadable: .*state repair acme/);
});

test('whoever shares the installation has moved it for all', async () => {
  deployedLocally('acme');
  await migrate(storeIn());
  const next = storeIn(StateBackend.of('gcs', { bucket: 'others', prefix: '{instance}/{stack}' }));
  await rememberId(next, 'platform', 'id-1');
  const id = installationId(await States.read(next, STACKS));
  expect(id).toBe('id-1');
  await expect(checkMigrated(session, next, 'id-1', id)).resolves.toBeUndefined();
  await expect(checkMigrated(session, next, 'id-2', id)).rejects.toThrow('StateNotMigrated');
});

test('the id of the installation is remembered once, and is nothing that is deployed', async () => {
  const store = storeIn();
  await rememberId(store, 'platform', 'id-1');
  await rememberId(store, 'platform', 'id-2');
  const states = await States.read(store, STACKS);
  expect([installationId(states), states.stackWithId, states.stacks]).toEqual(['id-1', 'platform', []]);
});
