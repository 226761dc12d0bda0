import type { SealedLimits } from '../../../../cli/reconcile/declared';
import { findDrift, strangeNetworks } from '../../../../cli/reconcile/drift';
import type { ObservedContainer } from '../../../../cli/reconcile/observed';
import { containers, declare, declaring, engineWith, instance, running, stateOf } from './fixture';

const SHOP = declare('docker_container', 'Shop1', 'shop', { networks: new Map([['apps', { aliases: [] }]]) });
const STATE = stateOf(containers('Shop1', instance('shop')));
const UNCHANGED = { state: STATE, stopped: [], detached: [], intruding: [], renamed: [], loosened: [], mendings: [] };
const inApps = { networks: ['apps'] };

describe('what is to run on', () => {
  test.each<[string, Partial<ObservedContainer>]>([
    ['ended with an error', { status: 'exited', succeeded: false }],
    ['ended without one, as apps do that are told to', { status: 'exited', succeeded: true }],
    ['was paused', { status: 'paused' }],
    ['was never started', { status: 'created' }],
  ])('is started where it %s', (_, more) => {
    const { stopped, mendings } = findDrift(STATE, declaring(SHOP), engineWith(running('shop', { ...inApps, ...more })));
    expect(stopped.map(({ name }) => name)).toEqual(['shop']);
    expect(mendings).toEqual([{ kind: 'started', name: 'shop' }]);
  });

  test.each<[string, Partial<ObservedContainer>]>([
    ['runs', {}],
    ['is started again by the engine at this moment', { status: 'restarting' }],
  ])('is left alone where it %s', (_, more) => {
    const drift = findDrift(STATE, declaring(SHOP), engineWith(running('shop', { ...inApps, ...more })));
    expect(drift).toEqual(UNCHANGED);
  });

  test('is connected with the network that it lost', () => {
    const { detached } = findDrift(STATE, declaring(SHOP), engineWith(running('shop')));
    expect(detached.map(({ container }) => container.name)).toEqual(['shop']);
  });

  test('is taken out of a network that it should not be in', () => {
    const { intruding, mendings } = findDrift(STATE, declaring(SHOP), engineWith(running('shop', { networks: ['apps', 'bridge'] })));
    expect(intruding.map(strangeNetworks)).toEqual([['bridge']]);
    expect(mendings).toEqual([{ kind: 'detached', name: 'shop' }]);
  });

  test('is in no network, and the engine says so by a name', () => {
    const offline = declaring(declare('docker_container', 'Shop1', 'shop'));
    expect(findDrift(STATE, offline, engineWith(running('shop', { networks: ['none'] })))).toEqual(UNCHANGED);
  });

  test('gets back the name by which others find it', () => {
    const { renamed, mendings } = findDrift(STATE, declaring(SHOP), engineWith({ ...running('shop', inApps), name: 'old-shop' }));
    expect(renamed.map(({ container, declared }) => [container.name, declared.name])).toEqual([['old-shop', 'shop']]);
    expect(mendings).toEqual([{ kind: 'renamed', name: 'shop' }]);
  });

  test.each<[string, Partial<SealedLimits>, boolean]>([
    ['all as declared', {}, false],
    ['more processes', { PidsLimit: 10_000 }, true],
    ['no limit of processes', { PidsLimit: 0 }, true],
    ['more of the processor', { CpuQuota: 400_000 }, true],
    ['another period', { CpuPeriod: 1000 }, true],
  ])('is given back the limits that Terraform cannot set: %s', (_, live, isLoosened) => {
    const sealed = { CpuPeriod: 100_000, CpuQuota: 50_000, PidsLimit: 256 };
    const declared = declaring({ ...SHOP, sealed });
    const drift = findDrift(STATE, declared, engineWith(running('shop', { ...inApps, sealed: { ...sealed, ...live } })));
    expect(drift.loosened.length > 0).toBe(isLoosened);
    expect(drift.mendings).toEqual(isLoosened ? [{ kind: 'drifted', name: 'shop' }] : []);
  });

  test('without a declared limit may have any', () => {
    const sealed = { CpuPeriod: 0, CpuQuota: 0, PidsLimit: 99 };
    expect(findDrift(STATE, declaring(SHOP), engineWith(running('shop', { ...inApps, sealed })))).toEqual(UNCHANGED);
  });

  test('has the limits in its state that the engine has, so that Terraform sets them back', () => {
    const limited = { attributes: { id: 'shop', name: 'shop', memory: 96, restart: 'unless-stopped' } };
    const live = { memory: 200, memory_swap: 200, cpu_shares: 512, restart: 'unless-stopped' };
    const { state } = findDrift(
      stateOf(containers('Shop1', limited)),
      declaring(SHOP),
      engineWith(running('shop', { ...inApps, limits: live })),
    );
    expect(state.resources).toEqual([containers('Shop1', { attributes: { ...limited.attributes, memory: 200 } })]);
  });
});

test('what runs once, what is replaced, and what nobody declares is left alone', () => {
  const observed = engineWith(running('shop', { status: 'exited' }));
  for (const declared of [
    declaring(declare('docker_container', 'Shop1', 'shop', { runsOn: false })),
    declaring(declare('docker_container', 'Shop1', 'another-generation')),
    declaring(),
  ]) {
    expect(findDrift(STATE, declared, observed)).toEqual(UNCHANGED);
  }
});
