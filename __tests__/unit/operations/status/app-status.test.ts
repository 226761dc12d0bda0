import { appStatus } from '../../../../operations/status/app-status';
import type { Replica } from '../../../../operations/status/replicas';

const DEPLOYED = {
  kind: 'service',
  urls: ['http://shop.acme.localhost:8080'],
  replicas: 2,
  generation: 'new',
  image: 'appengine/acme/shop:1',
} as const;

const replica = (slot: number, generation: string, healthy: boolean, startedAt = '2026-01-01T00:00:00Z'): Replica => ({
  tenant: 'acme',
  app: 'shop',
  slot,
  generation,
  healthy,
  startedAt: new Date(startedAt),
  restarts: 0,
  problems: [],
});

describe('appStatus', () => {
  it('counts slots, not containers: a switch has two generations in one slot', () => {
    const status = appStatus('shop', DEPLOYED, [replica(1, 'old', true), replica(1, 'new', true), replica(2, 'old', true)]);
    expect(status).toMatchObject({ healthy: 2, generation: 'new' });
  });

  it('shows the old generation while the new one is not healthy', () => {
    const status = appStatus('shop', DEPLOYED, [replica(1, 'old', true), replica(2, 'old', true), replica(1, 'new', false)]);
    expect(status).toMatchObject({ healthy: 2, replicas: 2, generation: 'old' });
  });

  it('is up since its youngest replica started', () => {
    const status = appStatus('shop', DEPLOYED, [
      replica(1, 'new', true, '2026-01-01T00:00:00Z'),
      replica(2, 'new', true, '2026-01-02T00:00:00Z'),
    ]);
    expect(status.startedAt).toEqual(new Date('2026-01-02T00:00:00Z'));
  });

  it('has no start while nothing serves', () => {
    const status = appStatus('shop', DEPLOYED, [replica(1, 'new', false)]);
    expect(status).toMatchObject({ healthy: 0, generation: 'new' });
    expect(status.startedAt).toBeUndefined();
  });

  it('has a job that succeeded, whether its container is still there or not', () => {
    const job = { ...DEPLOYED, kind: 'job', replicas: 1 } as const;
    expect(appStatus('migration', job, [])).toMatchObject({ healthy: 1, replicas: 1 });
    const failed = { ...replica(1, 'new', false), app: 'migration' };
    expect(appStatus('migration', job, [failed])).toMatchObject({ healthy: 0 });
  });
});
