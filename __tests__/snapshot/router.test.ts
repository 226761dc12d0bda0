import { HealthCheck, RuntimePool } from '../../constructs';
import { backendConfig } from '../../constructs/gateway/haproxy/backend-config';
import { gatewayFiles } from '../../constructs/gateway/haproxy/gateway-config';
import { Route } from '../../constructs/gateway/route';
import { RouteTable } from '../../constructs/gateway/route-table';
import { routerConfig } from '../../constructs/edge/router-config';
import { GATEWAY_SETTINGS, IMAGE, tenant } from '../fixture/tenant';

test('nginx.conf of the router', () => {
  expect(routerConfig(8443, GATEWAY_SETTINGS.operations, GATEWAY_SETTINGS.scrapers)).toMatchSnapshot();
});

test('files of a gateway', () => {
  const stack = tenant();
  const shop = new RuntimePool(stack, 'Shop', { image: IMAGE, replicas: 2, healthCheck: HealthCheck.http('/healthz') });
  const queue = new RuntimePool(stack, 'Queue', { image: IMAGE, healthCheck: HealthCheck.tcp() });
  const table = new RouteTable([new Route('shop.acme.test', shop), new Route('queue.acme.test', queue), new Route('buy.acme.test', shop)]);

  for (const content of Object.values(gatewayFiles(table, GATEWAY_SETTINGS))) expect(content).toMatchSnapshot();
  expect(withoutGenerations(backendConfig(shop, 8080))).toMatchSnapshot();
  expect(withoutGenerations(backendConfig(queue, 9000))).toMatchSnapshot();
});

test('what a gateway answers without TLS when an ACME server issues its certificate', () => {
  const shop = new RuntimePool(tenant(), 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') });
  const table = new RouteTable([new Route('shop.acme.test', shop)]);
  const certificate = { ...GATEWAY_SETTINGS.certificate, accountMap: '/etc/certificates/account.map' };
  const { 'gateway.cfg': config = '' } = gatewayFiles(table, { ...GATEWAY_SETTINGS, certificate });

  expect(config.split('\n').filter((line) => line.includes('account.map') || line.includes('without TLS'))).toMatchSnapshot();
});

function withoutGenerations(config: string): string {
  return config.replaceAll(/-[0-9a-f]{8}\b/g, '-<generation>');
}
