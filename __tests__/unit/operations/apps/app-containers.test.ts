import type Dockerode from 'dockerode';
import { Instance } from '../../../../constructs';
import { appContainers, placeOf, runningReplica } from '../../../../operations/apps/app-containers';
import { Session } from '../../../../operations/session';
import { Workspace } from '../../../../operations/workspace';

interface Listed {
  readonly app: string;
  readonly slot: number;
  readonly created: number;
  readonly state?: string;
}

/** A session whose engine has some replicas of tenant acme. */
function sessionWith(...listed: readonly Listed[]): Session {
  const instance = new Instance({ name: 'test', projectDirectory: '/nowhere' });
  const containers = listed.map(({ app, slot, created, state = 'running' }) => ({
    Id: `${app}-${String(slot)}-${String(created)}`,
    Names: [`/test-acme-${app}-${String(slot)}`],
    Created: created,
    State: state,
    Labels: { 'appengine.tenant': 'acme', 'appengine.app': app, 'appengine.slot': String(slot), 'appengine.generation': 'a1' },
  }));
  const listContainers = ({ filters }: { readonly filters: { readonly label: readonly string[] } }): Promise<object> =>
    Promise.resolve(filters.label.includes('appengine.role=replica') ? containers : []);
  const session = new Session(new Workspace('/nowhere', instance), {});
  jest.spyOn(session, 'engine').mockReturnValue({ listContainers } as unknown as Dockerode);
  return session;
}

const SESSION = sessionWith(
  { app: 'worker', slot: 1, created: 1 },
  { app: 'shop', slot: 2, created: 1 },
  { app: 'shop', slot: 1, created: 1, state: 'exited' },
  { app: 'shop', slot: 1, created: 2, state: 'exited' },
);

test('are in the order of app and slot, the youngest first', async () => {
  const all = await appContainers(SESSION, placeOf('acme'));
  expect(all.map(({ id }) => id)).toEqual(['shop-1-2', 'shop-1-1', 'shop-2-1', 'worker-1-1']);

  const shop = await appContainers(SESSION, placeOf('acme/shop'));
  expect(shop.map(({ id }) => id)).toEqual(['shop-1-2', 'shop-1-1', 'shop-2-1']);
});

test('an unknown app is refused with those that there are', async () => {
  await expect(appContainers(SESSION, placeOf('acme/show'))).rejects.toThrow(
    'AppUnknown: "acme/show" must be a tenant, or an app of one, that has containers: acme/shop, acme/worker;',
  );
  await expect(appContainers(sessionWith(), placeOf('acme'))).rejects.toThrow('that has containers: (none)');
});

test('a program runs in the first replica that does, or in the one that is named', async () => {
  expect((await runningReplica(SESSION, placeOf('acme/shop'))).slot).toBe(2);
  await expect(runningReplica(SESSION, placeOf('acme/shop'), 1)).rejects.toThrow(
    'ReplicaNotRunning: replica 1 of acme/shop must run, and those that do are 2; start it: npx appengine up --only acme',
  );
});
