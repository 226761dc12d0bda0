import { AccessLog, HealthCheck, RuntimePool, type HardenedContainer } from '../../../constructs';
import { gatewayFiles } from '../../../constructs/gateway/haproxy/gateway-config';
import { Route } from '../../../constructs/gateway/route';
import { RouteTable } from '../../../constructs/gateway/route-table';
import { DockerTemplate } from '../../../testing';
import { GATEWAY_SETTINGS, IMAGE, tenant } from '../../fixture/tenant';

const REASON = 'an audit needs what was searched for';

function frontends(accessLog: AccessLog): Readonly<Record<string, string>> {
  const shop = new RuntimePool(tenant(), 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') });
  const config = gatewayFiles(new RouteTable([new Route('shop.test', shop)]), { ...GATEWAY_SETTINGS, accessLog });
  const sections = (config['gateway.cfg'] ?? '').split(/^frontend /m).slice(1);
  return Object.fromEntries(sections.map((section) => [section.split(' ')[0] ?? '', section]));
}

test('only the frontends of the router log, and every field is of a known type', () => {
  const { http = '', https = '', health = '', metrics = '' } = frontends(AccessLog.json());

  for (const traffic of [http, https]) {
    const format = /log-format '%\{\+json\}o (.*)'/.exec(traffic)?.[1] ?? '';
    const fields = format.split(' ');
    expect(fields.every((field) => /^%\([a-z_]+:(str|sint)\)/.test(field))).toBe(true);
    // Headers, cookies and bodies have no field.
    expect(format).not.toMatch(/HQ|req\.|hdr|cook/);
  }
  for (const silent of [health, metrics]) expect(silent).not.toContain('log-format');
});

test('a line fits into what a pipe takes as a whole, whatever a client says', () => {
  const format = /log-format '%\{\+json\}o (.*)'/.exec(frontends(AccessLog.withQuery(REASON)).https ?? '')?.[1] ?? '';
  const names = [...format.matchAll(/%\(([a-z_]+):/g)].reduce((sum, [, name = '']) => sum + name.length + '"": "", '.length, 2);
  // Request line and host three times as long, a time, a request id, the longest tenant, app and server, addresses, ten numbers.
  const values = 3 * 768 + 3 * 253 + 24 + 64 + 20 + 24 + 63 + 45 + 7 + 8 + 2 + 10 * 20;

  expect(names + values).toBeLessThanOrEqual(4095);
  expect(frontends(AccessLog.json()).http).toContain('log stdout len 4095 format raw local0 info');
});

test('query strings and silence need a reason, which is listed with the gateway', () => {
  expect(frontends(AccessLog.withQuery(REASON)).https).toContain('%(query:str)HQ');
  expect(frontends(AccessLog.off(REASON)).https).not.toContain('stdout');
  expect(() => AccessLog.off('no')).toThrow(/^ReasonTooShort: /);

  const stack = tenant('acme', { gateway: { accessLog: AccessLog.off(REASON) } });
  stack.route('shop.test', new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') }));
  DockerTemplate.of(stack);
  const gateway = stack.node.findAll().find(({ node }) => node.path === 'acme/Gateway/Container') as HardenedContainer;
  expect(gateway.exemptions).toEqual([{ id: 'access-log', default: 'access log', reason: REASON }]);
});
