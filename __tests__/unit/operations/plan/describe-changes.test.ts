import { HealthCheck, ImageReference, Job, RuntimePool, Volume, WritablePath } from '../../../../constructs';
import { describeChanges } from '../../../../operations/plan/describe-changes';
import { actionOf } from '../../../../operations/plan/stack/resource-change';
import type { TenantStack } from '../../../../stacks';
import { IMAGE, tenant } from '../../../fixture/tenant';
import { bothWays } from './planned-change';

const NEXT = ImageReference.digest(`registry.test/app@sha256:${'b'.repeat(64)}`);

interface Settings {
  readonly replicas?: number;
  readonly greeting?: string;
  readonly hosts?: readonly string[];
  readonly job?: string;
  readonly writes?: string;
  readonly worker?: true;
  /** Release that is tried, and its percent. */
  readonly canary?: readonly [release: number, percent: number];
}

function acme({ replicas = 2, greeting = 'hello', hosts = [], job, writes, worker, canary }: Settings = {}): TenantStack {
  const stack = tenant();
  const [release, percent] = canary ?? [0, 0];
  const image = canary === undefined ? IMAGE : { imageName: IMAGE.imageName, dependables: [], canary: { image: NEXT, release, percent } };
  const shop = new RuntimePool(stack, 'Shop', {
    image,
    replicas,
    healthCheck: HealthCheck.http('/'),
    environment: { GREETING: greeting },
  });
  for (const host of ['shop.example.org', ...hosts]) stack.route(host, shop);
  if (job !== undefined) new Job(stack, 'Migration', { image: IMAGE, command: [job] });
  if (writes !== undefined) {
    const volume = new Volume(stack, 'Data', { name: 'notes' });
    new RuntimePool(stack, 'Notes', {
      image: IMAGE,
      healthCheck: HealthCheck.http('/'),
      command: [writes],
      writable: [WritablePath.volume('/data', volume)],
    });
  }
  if (worker === true) new RuntimePool(stack, 'Worker', { image: IMAGE, healthCheck: HealthCheck.http('/') });
  return stack;
}

describe.each(['planned', 'compared'] as const)('%s', (way) => {
  const told = (before: Settings, after: Settings): readonly string[] =>
    describeChanges(bothWays(acme(before), acme(after))[way]).map(({ app, text }) => `${app}: ${text}`);

  test('a new name of a generation is the same container, replaced', () => {
    expect(told({}, { greeting: 'welcome' })).toEqual(['shop: 2 replicas replaced, start-first: variables GREETING']);
    expect(told({}, {})).toEqual([]);
  });

  test('replicas come and go', () => {
    expect(told({}, { replicas: 3 })).toContain('shop: replica added');
    expect(told({ replicas: 3 }, { replicas: 1 })).toContain('shop: 2 replicas removed');
  });

  test('a canary comes, grows, and goes, and the replicas stay', () => {
    expect(told({}, { canary: [3, 5] })).toEqual(['shop: canary of release 3 gets 5 % of the requests', 'shop: replica added']);
    expect(told({ canary: [3, 5] }, { canary: [3, 25] })).toEqual(['shop: canary of release 3 gets 25 % of the requests, in place of 5 %']);
    expect(told({ canary: [3, 5] }, {})).toEqual(['shop: canary of release 3 ended, it had 5 % of the requests', 'shop: replica removed']);
    expect(told({ canary: [3, 5] }, { canary: [4, 5] })).toEqual(
      expect.arrayContaining([
        'shop: canary of release 3 ended, it had 5 % of the requests',
        'shop: canary of release 4 gets 5 % of the requests',
      ]),
    );
  });

  test('routes by their hosts', () => {
    expect(told({}, { hosts: ['www.example.org'] })).toContain('shop: route www.example.org added');
    expect(told({ hosts: ['www.example.org'] }, {})).toContain('shop: route www.example.org removed');
  });

  test('an app that is gone is told by its name', () => {
    expect(told({ worker: true }, {})).toContain('worker: replica removed');
    expect(told({}, { worker: true })).toContain('worker: replica added');
  });

  test('a job runs again, and what writes a volume ends first', () => {
    expect(told({ job: 'one' }, { job: 'two' })).toContain('migration: job replaced: other command');
    expect(told({ writes: 'one' }, { writes: 'two' })).toEqual(['notes: replica replaced, stop-first: other command']);
    expect(told({}, { writes: 'one' })).toEqual(
      expect.arrayContaining([
        'notes: replica added',
        expect.stringMatching(/^: data volume test-acme-notes added, and kept from then on$/),
      ]),
    );
  });
});

test('a first deploy is told without the files of containers', () => {
  const texts = describeChanges(bothWays(undefined, acme()).planned).map(({ text }) => text);
  expect(texts).toEqual(
    expect.arrayContaining(['2 replicas added', 'gateway added', 'network test-acme-apps added', 'route shop.example.org added']),
  );
  expect(texts.join('\n')).not.toMatch(/loader|probe|[0-9a-f]{8}/);
});

test.each([
  [['no-op'], undefined],
  [['read'], undefined],
  [['create'], 'create'],
  [['delete', 'create'], 'replace'],
  [['create', 'delete'], 'replace'],
  [['update'], 'update'],
  [['delete'], 'delete'],
  [['forget'], 'delete'],
])('%j is %s', (actions, action) => {
  expect(actionOf(actions)).toBe(action);
});
