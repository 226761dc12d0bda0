import { Instance } from '../../../../constructs';
import { appStatus } from '../../../../operations/status/app-status';
import type { Replica } from '../../../../operations/status/replicas';

const DEPLOYED = {
  kind: 'service',
  urls: ['http://shop.acme.localhost:8080'],
  replicas: 2,
  generation: 'new',
  image: 'appengine/acme/shop:1',
} as const;

const replica = (slot: number, generation: string, healthy: boolean, startedAt = '2026-01-01T00:00:00Z', canary?: number): Replica => ({
  tenant: 'acme',
  app: 'shop',
  slot,
  generation,
  canary,
  healthy,
  startedAt: new Date(startedAt),
  restarts: 0,
  problems: [],
});

const BLUE = new Instance({ name: 'blue', httpsPort: 8443, projectDirectory: '/' });

describe('appStatus', () => {
  it('counts slots, not containers: a switch has two generations in one slot', () => {
    const status = appStatus('shop', DEPLOYED, [replica(1, 'old', true), replica(1, 'new', true), replica(2, 'old', true)], BLUE);
    expect(status).toMatchObject({ healthy: 2, generation: 'new' });
  });

  it('shows the old generation while the new one is not healthy', () => {
    const status = appStatus('shop', DEPLOYED, [replica(1, 'old', true), replica(2, 'old', true), replica(1, 'new', false)], BLUE);
    expect(status).toMatchObject({ healthy: 2, replicas: 2, generation: 'old' });
  });

  it('is up since its youngest replica started', () => {
    const status = appStatus(
      'shop',
      DEPLOYED,
      [replica(1, 'new', true, '2026-01-01T00:00:00Z'), replica(2, 'new', true, '2026-01-02T00:00:00Z')],
      BLUE,
    );
    expect(status.startedAt).toEqual(new Date('2026-01-02T00:00:00Z'));
  });

  it('counts replicas of a canary beside the others, and none of one that is gone', () => {
    const canary = { release: 3, percent: 5, containers: ['a', 'b'] };
    const all = [
      replica(1, 'new', true),
      replica(2, 'new', false),
      { ...replica(21, 'three', true, undefined, 3), problems: ['restarted'] },
      replica(22, 'three', false, undefined, 3),
      replica(21, 'two', true, undefined, 2),
    ];
    expect(appStatus('shop', { ...DEPLOYED, canary }, all, BLUE)).toMatchObject({
      ...{ replicas: 2, healthy: 1, generation: 'new', problems: ['restarted'] },
      canary: { release: 3, percent: 5, replicas: 2, healthy: 1 },
    });
    expect(appStatus('shop', DEPLOYED, all, BLUE)).not.toHaveProperty('canary');
  });

  it('has no start while nothing serves', () => {
    const status = appStatus('shop', DEPLOYED, [replica(1, 'new', false)], BLUE);
    expect(status).toMatchObject({ healthy: 0, generation: 'new' });
    expect(status.startedAt).toBeUndefined();
  });

  it('has its URLs with TLS too, which those below localhost do not show', () => {
    const urls = ['http://shop.acme.localhost:8080', 'http://shop.acme.localhost:8080/api', 'https://shop.example.com:9443'];
    expect(appStatus('shop', { ...DEPLOYED, urls }, [], BLUE)).toMatchObject({
      urls,
      httpsUrls: ['https://shop.acme.localhost:8443', 'https://shop.acme.localhost:8443/api', 'https://shop.example.com:9443'],
    });
    const standard = new Instance({ name: 'blue', httpsPort: 443, projectDirectory: '/' });
    expect(appStatus('shop', DEPLOYED, [], standard).httpsUrls).toEqual(['https://shop.acme.localhost']);
  });

  it('has a job that succeeded, whether its container is still there or not', () => {
    const job = { ...DEPLOYED, kind: 'job', replicas: 1 } as const;
    expect(appStatus('migration', job, [], BLUE)).toMatchObject({ healthy: 1, replicas: 1 });
    const failed = { ...replica(1, 'new', false), app: 'migration' };
    expect(appStatus('migration', job, [failed], BLUE)).toMatchObject({ healthy: 0 });
  });
});
