import type { AppStatus } from '../../../../operations/status/app-status';
import { incidentsOf, type Inspected } from '../../../../operations/status/containers';
import type { ProxyStatus } from '../../../../operations/status/proxies';
import { renderStatus } from '../../../../cli/render/status';
import { isHealthy } from '../../../../operations/status/installation-status';
import { areHealthy } from '../../../../operations/status/tenants';

const container = (more: { oom?: boolean; restarts?: number; memory?: number }): Inspected => ({
  Name: '/x-acme-shop-1-8c1f',
  RestartCount: more.restarts ?? 0,
  State: { OOMKilled: more.oom ?? false, ExitCode: 0 },
  HostConfig: { Memory: more.memory ?? 96 * 1024 * 1024 },
});

describe('incidentsOf', () => {
  test('nothing happened', () => {
    expect(incidentsOf(container({}))).toEqual([]);
  });

  test.each<[string, Parameters<typeof container>[0], string]>([
    ['a kill', { oom: true }, 'x-acme-shop-1-8c1f was killed for memory: needed more than its 96 MiB; raise `memory`'],
    [
      'a kill and what follows',
      { oom: true, restarts: 3 },
      'x-acme-shop-1-8c1f was killed for memory, and restarted 3 times: needed more than its 96 MiB; raise `memory`',
    ],
    [
      'no limit',
      { oom: true, memory: 0 },
      'x-acme-shop-1-8c1f was killed for memory: needed more than what the host had left; raise `memory`',
    ],
    ['an end', { restarts: 1 }, 'x-acme-shop-1-8c1f ended, and restarted once; its log says why: docker logs x-acme-shop-1-8c1f'],
  ])('%s', (_, more, expected) => {
    expect(incidentsOf(container(more))).toEqual([expected]);
  });
});

const SHOP: AppStatus = {
  name: 'shop',
  kind: 'service',
  urls: [],
  httpsUrls: [],
  replicas: 2,
  healthy: 2,
  image: 'shop:1',
  generation: '8c1f',
  restarts: 0,
  problems: [],
};
const GATEWAY: ProxyStatus = { stack: 'acme', role: 'gateway', name: 'gateway', id: 'id', state: 'healthy', restarts: 0, problems: [] };
const ROUTER: ProxyStatus = {
  stack: 'platform',
  role: 'router',
  name: 'router',
  state: 'gone',
  restarts: 0,
  problems: ['the router is gone'],
};

describe('renderStatus', () => {
  const disk = {
    images: { count: 12, earlier: 2, earlierBytes: 5 << 20, engineBytes: 300 << 20 },
    buildCache: { bytes: 7 << 20 },
    failedContainers: { names: [], bytes: 0 },
  };

  test('the platform first, then each tenant with its gateway, then what is wrong, and the disk', () => {
    const [urls, httpsUrls] = [['http://shop.acme.localhost:8080'], ['https://shop.acme.localhost:8443']];
    const tenants = [{ name: 'acme', apps: [{ ...SHOP, urls, httpsUrls, problems: ['x was killed for memory'] }] }];
    expect(renderStatus({ tenants, proxies: [GATEWAY, ROUTER], authorities: [], disk, backups: [], schedules: [], states: [] })).toBe(`\
  TENANT, APP  REPLICAS     GENERATION  UPTIME
  platform
    router     gone
  acme
    gateway    healthy
    shop       2/2 healthy  8c1f        —
      http://shop.acme.localhost:8080
      https://shop.acme.localhost:8443
  ! platform: the router is gone
  ! acme shop: x was killed for memory

  A client that does not find names below localhost (Node, some libcs) asks
    curl -H 'Host: shop.acme.localhost' http://127.0.0.1:8080

  Images       300.0 MiB on the engine; 12 ours, 2 earlier (5.0 MiB)
  Build cache  7.0 MiB, of all builds on the engine
`);
  });

  test('an authority is told when something has to be done about it', () => {
    const ends = new Date('2030-02-01');
    const authorities = [
      { stack: 'acme', kind: 'intermediate', ends, isDue: true },
      { stack: 'globex', kind: 'intermediate', ends, isDue: false },
    ] as const;
    const found = { tenants: [], proxies: [GATEWAY], authorities, disk, backups: [], schedules: [], states: [] };
    expect(renderStatus(found)).toMatch(
      /\n {2}! acme: the intermediate that issues its certificates is due to be renewed,\s+until 2030-02-01: /,
    );
    expect(isHealthy(found)).toBe(true);
  });

  test('the longest names fit into 80 columns, and so does what is wrong with them', () => {
    const [name, app] = ['a'.repeat(20), 'b'.repeat(24)];
    const host = `${app}.${name}.localhost`;
    const container = `${name}-${app}-32-0123abcd`;
    const images = { count: 900, earlier: 600, earlierBytes: 1000 << 20, engineBytes: 1023 << 20 };
    const big = { images, buildCache: { bytes: 1023 << 20 }, failedContainers: { names: [container], bytes: 900 << 20 } };
    const apps = [
      {
        ...SHOP,
        name: app,
        generation: '0123abcd',
        replicas: 32,
        healthy: 32,
        startedAt: new Date(0),
        urls: [`http://${host}:28080`],
        httpsUrls: [`https://${host}:38443`],
        problems: [`${container} was killed for memory, and restarted 12 times: needed more than its 96 MiB; raise \`memory\``],
      },
    ];
    const balancer: ProxyStatus = { ...GATEWAY, stack: name, role: 'balancer', name: `${app}-balancer`, state: 'unhealthy' };
    const text = renderStatus({
      tenants: [{ name, apps }],
      proxies: [balancer],
      authorities: [],
      disk: big,
      backups: [],
      schedules: [],
      states: ['a sentence '.repeat(20).trim()],
    });
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain(`http://${host}:28080`);
  });

  test('hosts that everybody finds need no hint, and are told once', () => {
    const urls = ['https://shop.example.com'];
    const text = renderStatus({
      tenants: [{ name: 'acme', apps: [{ ...SHOP, urls, httpsUrls: urls }] }],
      proxies: [],
      authorities: [],
      disk,
      backups: [],
      schedules: [],
      states: [],
    });
    expect(text).not.toContain('localhost');
    expect(text.split('https://shop.example.com')).toHaveLength(2);
  });

  test('nothing is deployed', () => {
    expect(renderStatus({ tenants: [], proxies: [], authorities: [], disk, backups: [], schedules: [], states: [] })).toContain(
      'npx appengine up',
    );
  });
});

test('an app with an incident is not well', () => {
  expect(areHealthy([{ name: 'acme', apps: [SHOP] }])).toBe(true);
  expect(areHealthy([{ name: 'acme', apps: [{ ...SHOP, problems: ['x ended'] }] }])).toBe(false);
});
