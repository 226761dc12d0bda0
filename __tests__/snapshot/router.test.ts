import { HealthCheck, RuntimePool } from '../../constructs';
import { backendConfig, gatewayConfig, hostsMap } from '../../constructs/router/gateway-config';
import { routerConfig } from '../../constructs/router/router-config';
import { IMAGE, tenant } from '../fixture/tenant';

test('nginx.conf of the router', () => {
  expect(routerConfig(8443)).toMatchSnapshot();
});

test('haproxy.cfg of a gateway', () => {
  expect(gatewayConfig('/etc/certificates/acme.pem')).toMatchSnapshot();
});

test('hosts and backends of a gateway', () => {
  const stack = tenant();
  const shop = new RuntimePool(stack, 'Shop', { image: IMAGE, replicas: 2, healthCheck: HealthCheck.http('/healthz') });
  const queue = new RuntimePool(stack, 'Queue', { image: IMAGE, healthCheck: HealthCheck.tcp() });

  expect(
    hostsMap(
      new Map([
        ['shop.acme.test', shop],
        ['queue.acme.test', queue],
        ['buy.acme.test', shop],
      ]),
    ),
  ).toBe('buy.acme.test shop\nqueue.acme.test queue\nshop.acme.test shop\n');
  expect(withoutGenerations(backendConfig(shop, 8080))).toMatchSnapshot();
  expect(withoutGenerations(backendConfig(queue, 9000))).toMatchSnapshot();
});

function withoutGenerations(config: string): string {
  return config.replaceAll(/-[0-9a-f]{8}\b/g, '-<generation>');
}
