import { prepare } from '../../../../cli/reconcile/prepare';
import type { Observed } from '../../../../cli/reconcile/observed';
import type { StateResource } from '../../../../operations/state/terraform-state';
import { containers, declare, declaring, engineWith, instance, loader, resource, running, stateOf } from './fixture';

const SHOP = declaring(declare('docker_container', 'Shop1', 'declared'));
const NOBODY: ReadonlySet<string> = new Set();

describe('a declared name that something else bears', () => {
  test('what was replaced and still serves is current again', () => {
    const state = stateOf(containers('Shop1', instance('other'), instance('declared', { deposed: 'ab12' })));
    const observed = engineWith(running('other'), running('declared'));
    const prepared = prepare({ state, observed, serving: new Set(['declared']) }, SHOP, false);
    expect(prepared.state.resources).toEqual([containers('Shop1', instance('other', { deposed: 'ab12' }), instance('declared'))]);
    expect(prepared.removed).toEqual([]);
  });

  test('what was replaced and serves no more is removed, and made once more', () => {
    const state = stateOf(containers('Shop1', instance('other'), instance('declared', { deposed: 'ab12' })));
    const observed = engineWith(running('other'), running('declared'));
    const prepared = prepare({ state, observed, serving: new Set(['other']) }, SHOP, false);
    expect(prepared.state.resources).toEqual([containers('Shop1', instance('other'))]);
    expect(prepared.removed.map(({ name }) => name)).toEqual(['declared']);
  });

  test('what failed and was not renamed is removed', () => {
    const state = stateOf(containers('Shop1', instance('declared', { status: 'tainted' })));
    const prepared = prepare({ state, observed: engineWith(running('declared')), serving: NOBODY }, SHOP, false);
    expect(prepared.state.resources).toEqual([]);
    expect(prepared.removed.map(({ name }) => name)).toEqual(['declared']);
  });

  test('what no state knows is removed, or becomes a part of it where requests are led to it', () => {
    const observed = engineWith(running('declared'));
    const unknown = prepare({ state: stateOf(), observed, serving: NOBODY }, SHOP, false);
    expect(unknown.removed.map(({ name }) => name)).toEqual(['declared']);
    const serving = prepare({ state: stateOf(), observed, serving: new Set(['declared']) }, SHOP, false);
    expect([serving.removed, [...serving.adopted]]).toEqual([[], [['docker_container.Shop1', 'declared']]]);
  });

  test('what a cut-off deploy of another generation has left is removed, since it holds volumes and networks', () => {
    const observed = engineWith(loader('config-of-another'), running('another', { health: 'starting' }), running('serving'));
    const { removed } = prepare({ state: stateOf(), observed, serving: new Set(['serving']) }, SHOP, false);
    expect(removed.map(({ name }) => name)).toEqual(['config-of-another', 'another']);
  });

  test('two generations of one volume are one volume', () => {
    const state = stateOf(resource('docker_volume', 'Config', instance('config'), instance('config', { deposed: 'ab12' })));
    const observed = { ...engineWith(), volumes: new Set(['config']) };
    const declared = declaring(declare('docker_volume', 'Config', 'config'));
    expect(prepare({ state, observed, serving: NOBODY }, declared, false).state.resources).toEqual([
      resource('docker_volume', 'Config', instance('config')),
    ]);
  });

  test('a network that no state knows becomes a part of it', () => {
    const observed = { ...engineWith(), networks: new Map([['id-of-apps', 'apps']]) };
    const declared = declaring(declare('docker_network', 'Network', 'apps'));
    expect([...prepare({ state: stateOf(), observed, serving: NOBODY }, declared, false).adopted]).toEqual([
      ['docker_network.Network', 'id-of-apps'],
    ]);
  });
});

describe('what is gone', () => {
  test('is forgotten and told, so that the apply makes it again', () => {
    const state = stateOf(containers('Shop1', instance('declared')), resource('docker_network', 'Network', instance('apps')));
    const prepared = prepare({ state, observed: engineWith(), serving: NOBODY }, SHOP, false);
    expect(prepared.state.resources).toEqual([]);
    expect(prepared.mendings).toEqual([
      { kind: 'missing', name: 'declared' },
      { kind: 'missing', name: 'apps' },
    ]);
  });

  test.each(['loader', 'job', 'binding', 'secret'])('a %s that has done its work is no change', (role) => {
    const labels = [{ label: 'appengine.role', value: role }];
    const done = { attributes: { id: 'declared', name: 'declared', labels } };
    const state = stateOf(containers('Done', done));
    const declared = declaring(declare('docker_container', 'Done', 'declared', { volumes: ['files'] }));
    const observed = { ...engineWith(), volumes: new Set(['files']) };
    expect(prepare({ state, observed, serving: NOBODY }, declared, false)).toMatchObject({ state, mendings: [] });
    const withoutVolume = prepare({ state, observed: engineWith(), serving: NOBODY }, declared, false);
    expect(withoutVolume.state.resources.length).toBe(role === 'job' ? 1 : 0);
  });
});

test('credentials and secrets whose volumes are gone are made again', () => {
  const labels = [{ label: 'appengine.role', value: 'binding' }];
  const declared = declaring(
    declare('docker_volume', 'Given', 'given'),
    declare('terraform_data', 'Load', '', { dependencies: ['docker_volume.Given'] }),
    declare('docker_container', 'Bind', 'bind', { volumes: ['credentials'], role: 'binding' }),
    declare('terraform_data', 'Run', '', { dependencies: ['docker_container.Bind'] }),
  );
  const bind = containers('Bind', { attributes: { id: 'bind', name: 'bind', labels } });
  const made = (name: string): StateResource => resource('terraform_data', name, { attributes: { id: name } });
  const state = stateOf(made('Load'), bind, made('Run'));
  const preparedWith = (...volumes: readonly string[]): readonly StateResource[] =>
    prepare({ state, observed: { ...engineWith(), volumes: new Set(volumes) }, serving: NOBODY }, declared, false).state.resources;

  expect(preparedWith('given', 'credentials')).toEqual(state.resources);
  expect(preparedWith('credentials')).toEqual([bind, made('Run')]);
  expect(preparedWith('given')).toEqual([made('Load')]);
});

describe('a volume with data that is gone', () => {
  const declared = declaring(
    declare('terraform_data', 'Volume', '', { keeps: 'data' }),
    declare('terraform_data', 'Other', '', { keeps: 'other' }),
    declare('docker_container', 'Job', 'job', { volumes: ['data'] }),
    declare('terraform_data', 'Run', '', { dependencies: ['docker_container.Job'] }),
  );
  const made = (name: string): StateResource => resource('terraform_data', name, { attributes: { id: name } });
  const job = containers('Job', { attributes: { id: 'job', name: 'job', labels: [{ label: 'appengine.role', value: 'job' }] } });
  const state = stateOf(made('Volume'), made('Other'), job, made('Run'));

  test('is made again, and what has filled it runs again', () => {
    const observed = { ...engineWith(), volumes: new Set(['other']) };
    const prepared = prepare({ state, observed, serving: NOBODY }, declared, false);
    expect(prepared.state.resources).toEqual([made('Other'), job]);
    expect(prepared.mendings).toEqual([{ kind: 'missing', name: 'data' }]);
  });

  test('is not, where it is there', () => {
    const observed = { ...engineWith(), volumes: new Set(['data', 'other']) };
    expect(prepare({ state, observed, serving: NOBODY }, declared, false)).toMatchObject({ state, mendings: [] });
  });
});

test('after the state was lost all that is declared and there becomes a part of it', () => {
  const declared = declaring(
    declare('docker_container', 'Shop1', 'shop'),
    declare('docker_container', 'Config', 'config-loader'),
    declare('docker_container', 'Sick', 'sick'),
    declare('docker_volume', 'Volume', 'config'),
    declare('docker_image', 'Image', 'appengine.invalid/x/shop:1'),
  );
  const observed = {
    ...engineWith(
      running('shop'),
      loader('config-loader'),
      loader('older-loader'),
      running('sick', { app: 'sick', health: 'unhealthy' }),
      running('older'),
    ),
    volumes: new Set(['config']),
    images: new Map([['appengine.invalid/x/shop:1', 'sha256:1f']]),
  };
  const prepared = prepare({ state: stateOf(), observed, serving: new Set(['shop']) }, declared, true);
  expect([...prepared.adopted]).toEqual([
    ['docker_container.Shop1', 'shop'],
    ['docker_container.Config', 'config-loader'],
    ['docker_volume.Volume', 'config'],
    ['docker_image.Image', 'sha256:1fappengine.invalid/x/shop:1'],
  ]);
  // What is not declared serves on, until the apply has put something in its place.
  expect(prepared.removed.map(({ name }) => name)).toEqual(['older-loader', 'sick']);
});

test('an image is gone when its name was given to another by hand', () => {
  const name = 'appengine.invalid/x/shop:1';
  const state = stateOf(resource('docker_image', 'Image', { attributes: { id: `sha256:1f${name}`, name } }));
  const declared = declaring(declare('docker_image', 'Image', name));
  const tagged = (image: string): Observed => ({ ...engineWith(), images: new Map([[name, image]]) });
  expect(prepare({ state, observed: tagged('sha256:1f'), serving: NOBODY }, declared, false)).toMatchObject({ state, mendings: [] });
  const { state: mended, mendings } = prepare({ state, observed: tagged('sha256:2e'), serving: NOBODY }, declared, false);
  expect(mended.resources).toEqual([]);
  expect(mendings).toEqual([{ kind: 'missing', name }]);
});
