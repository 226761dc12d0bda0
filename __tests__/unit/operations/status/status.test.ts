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
  test('the platform first, then each tenant with its gateway, then what is wrong', () => {
    const tenants = [{ name: 'acme', apps: [{ ...SHOP, problems: ['x was killed for memory'] }] }];
    expect(renderStatus({ tenants, proxies: [GATEWAY, ROUTER], authorities: [], states: [] })).toBe(`\
  TENANT    APP      URL  REPLICAS     IMAGE   GENERATION  UPTIME
  platform  router   —    gone         —       —           —
  acme      gateway  —    healthy      —       —           —
  acme      shop     —    2/2 healthy  shop:1  8c1f        —
  ! platform: the router is gone
  ! acme shop: x was killed for memory
`);
  });

  test('an authority is told when something has to be done about it', () => {
    const ends = new Date('2030-02-01');
    const authorities = [
      { stack: 'acme', kind: 'intermediate', ends, isDue: true },
      { stack: 'globex', kind: 'intermediate', ends, isDue: false },
    ] as const;
    const found = { tenants: [], proxies: [GATEWAY], authorities, states: [] };
    expect(renderStatus(found)).toMatch(
      /\n {2}! acme: the intermediate that issues its certificates is due to be renewed, until 2030-02-01: [^\n]+\n$/,
    );
    expect(isHealthy(found)).toBe(true);
  });

  test('nothing is deployed', () => {
    expect(renderStatus({ tenants: [], proxies: [], authorities: [], states: [] })).toContain('npx appengine up');
  });
});

test('an app with an incident is not well', () => {
  expect(areHealthy([{ name: 'acme', apps: [SHOP] }])).toBe(true);
  expect(areHealthy([{ name: 'acme', apps: [{ ...SHOP, problems: ['x ended'] }] }])).toBe(false);
});
