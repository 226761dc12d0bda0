import { settle } from '../../../../cli/reconcile/settle';
import { backendLoader, containers, engineWith, instance, loader, running, stateOf } from './fixture';

const names = (found: readonly { readonly name: string }[]): readonly string[] => found.map(({ name }) => name);

describe('after a deploy that failed', () => {
  const failed = stateOf(containers('Shop1', instance('new', { status: 'tainted' }), instance('old', { deposed: 'ab12' })));

  test('what serves is current again, and what the health gate kept is to be removed by the next deploy', () => {
    const observed = engineWith(running('new', { name: 'new-failed', status: 'exited' }), running('old'));
    const { state, removed, mendings } = settle({ state: failed, observed, serving: new Set(['old']) }, false);
    expect(state.resources).toEqual([containers('Shop1', instance('new', { status: 'tainted', deposed: 'ab12' }), instance('old'))]);
    expect(removed).toEqual([]);
    expect(mendings).toEqual([{ kind: 'restored', name: 'old' }]);
  });

  test('a new generation of another app that the gateway does not know yet does not run on beside the old one', () => {
    const state = stateOf(containers('Api1', instance('api-new'), instance('api-old', { deposed: 'cd34' })));
    const observed = engineWith(running('api-new', { app: 'api' }), running('api-old', { app: 'api' }));
    const settled = settle({ state, observed, serving: new Set(['api-old']) }, false);
    expect(settled.state.resources).toEqual([containers('Api1', instance('api-old'))]);
    expect(names(settled.removed)).toEqual(['api-new']);
  });

  test('a new generation that the gateway has taken stays', () => {
    const state = stateOf(containers('Api1', instance('api-new'), instance('api-old', { deposed: 'cd34' })));
    const observed = engineWith(running('api-new', { app: 'api' }), running('api-old', { app: 'api' }));
    const settled = settle({ state, observed, serving: new Set(['api-new']) }, false);
    expect(settled.state.resources).toEqual(state.resources);
    expect(settled.removed).toEqual([]);
  });

  test('the backend file of the generation that serves is written once more', () => {
    const old = backendLoader('loader-old', ['old'], { deposed: 'ef56' });
    const state = stateOf(containers('Backend', backendLoader('loader-new', ['new']), old));
    const observed = engineWith(loader('loader-new'), loader('loader-old'), running('old'));
    const settled = settle({ state, observed, serving: new Set(['old']) }, false);
    expect(settled.state.resources).toEqual([containers('Backend', backendLoader('loader-old', ['old']))]);
    expect(settled.rewritten).toEqual([old]);
    expect(names(settled.removed)).toEqual(['loader-new']);
  });

  test('a replica that was stopped for its successor is current again', () => {
    const observed = engineWith(
      running('new', { name: 'new-failed', status: 'exited' }),
      running('old', { status: 'exited', health: 'none' }),
    );
    const { state } = settle({ state: failed, observed, serving: new Set() }, false);
    expect(state.resources[0]?.instances.find(({ deposed }) => deposed === undefined)?.attributes.id).toBe('old');
  });

  test('of what the health gate has kept the latest of each app stays', () => {
    const kept = (name: string, app: string, createdAt: number): ReturnType<typeof running> =>
      running(name, { name: `${name}-failed`, app, createdAt, status: 'exited', health: 'none' });
    const state = stateOf(
      containers('Shop1', instance('shop-1', { status: 'tainted' }), instance('shop-1-before', { deposed: 'ab12' })),
      containers('Shop2', instance('shop-2', { status: 'tainted' })),
      containers('Api1', instance('api-1', { status: 'tainted' })),
    );
    const observed = engineWith(
      kept('shop-1-before', 'shop', 100),
      kept('shop-2', 'shop', 200),
      kept('shop-1', 'shop', 200),
      kept('api-1', 'api', 50),
    );
    const settled = settle({ state, observed, serving: new Set() }, false);
    expect(names(settled.removed)).toEqual(['shop-1-before-failed', 'shop-2-failed']);
    expect(settled.state.resources).toEqual([
      containers('Shop1', instance('shop-1', { status: 'tainted' })),
      containers('Api1', instance('api-1', { status: 'tainted' })),
    ]);
    expect(settled.mendings).toEqual([]);
  });

  test('a first deploy that failed has nothing to go back to', () => {
    const state = stateOf(containers('Shop1', instance('new', { status: 'tainted' })));
    const observed = engineWith(running('new', { name: 'new-failed', status: 'exited' }));
    expect(settle({ state, observed, serving: new Set() }, false)).toMatchObject({ state, removed: [] });
  });
});

describe('after a deploy that was cut off', () => {
  test('a replica that ended without an error does not serve, and a job that did has done its work', () => {
    const state = stateOf(containers('Shop1', instance('shop')), containers('Job', instance('job')));
    const ended = { status: 'exited', health: 'none', succeeded: true } as const;
    const once = { memory: 256, memory_swap: 256, cpu_shares: 512, restart: 'no' };
    const observed = engineWith(running('shop', ended), running('job', { ...ended, role: 'job', limits: once }));
    expect(names(settle({ state, observed, serving: new Set() }, true).removed)).toEqual(['shop']);
  });

  test('what never got healthy is removed, so that the next deploy looks at it', () => {
    const state = stateOf(containers('Shop1', instance('new')));
    const observed = engineWith(running('new', { health: 'starting' }));
    const settled = settle({ state, observed, serving: new Set() }, true);
    expect(settled.state.resources).toEqual([]);
    expect(names(settled.removed)).toEqual(['new']);
  });

  test('what works stays', () => {
    const state = stateOf(containers('Shop1', instance('shop')), containers('Worker', instance('worker')));
    const observed = engineWith(running('shop'), running('worker', { app: 'worker', health: 'none' }));
    expect(settle({ state, observed, serving: new Set(['shop']) }, true)).toMatchObject({ state, removed: [], mendings: [] });
  });
});

test('a state without anything unfinished stays as it is, whatever runs', () => {
  const state = stateOf(containers('Shop1', instance('shop')));
  expect(settle({ state, observed: engineWith(running('shop', { health: 'unhealthy' })), serving: new Set() }, false)).toMatchObject({
    state,
    removed: [],
  });
});
