import { findDrift } from '../../../../cli/reconcile/drift';
import type { ObservedContainer } from '../../../../cli/reconcile/observed';
import { containers, declare, declaring, engineWith, instance, running, stateOf } from './fixture';

const SHOP = declare('docker_container', 'Shop1', 'shop', { networks: new Map([['apps', { aliases: [] }]]) });
const STATE = stateOf(containers('Shop1', instance('shop')));
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
    expect(drift).toEqual({ state: STATE, stopped: [], detached: [], mendings: [] });
  });

  test('is connected with the network that it lost', () => {
    const { detached } = findDrift(STATE, declaring(SHOP), engineWith(running('shop')));
    expect(detached.map(({ container }) => container.name)).toEqual(['shop']);
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
    expect(findDrift(STATE, declared, observed)).toEqual({ state: STATE, stopped: [], detached: [], mendings: [] });
  }
});
