import { AddressPlan, Duration, HealthCheck, Postgres, RuntimePool, SeccompProfile } from '../../constructs';
import { serviceGatewayConfig } from '../../constructs/gateway/haproxy/service-gateway-config';
import { TenantStack } from '../../stacks';
import { DockerTemplate } from '../../testing';
import { SharedApp } from '../fixture/shared-app';
import { IMAGE } from '../fixture/tenant';

const HARDENED = JSON.stringify(SeccompProfile.hardened().securityOptions[0]).slice(1, -1);

test('the gateway to a shared server', () => {
  const plan = new AddressPlan('test');
  expect(
    serviceGatewayConfig({
      bindings: plan.internet('test-acme-orders-bindings'),
      shared: plan.shared('postgres'),
      server: plan.sharedServer('postgres'),
      port: 5432,
      connections: 12,
      drain: Duration.seconds(30),
    }),
  ).toMatchSnapshot();
});

test('a tenant that shares a server', () => {
  const app = new SharedApp();
  const acme = new TenantStack(app, 'acme', { platform: app.platform });
  new RuntimePool(acme, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz'), uses: [Postgres.shared(acme, 'Orders')] });

  expect(DockerTemplate.of(acme).toSnapshot().replaceAll(HARDENED, 'seccomp=<hardened>')).toMatchSnapshot();
});
