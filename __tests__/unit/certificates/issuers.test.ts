import { HealthCheck, RuntimePool } from '../../../constructs';
import { DockerTemplate, TestApp } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

/** Limits of processes count by user over the whole host, so that one user for all tenants would be one limit for all of them. */
test('the issuers of two tenants and the authority are three users', () => {
  const app = new TestApp();
  const stacks = ['acme', 'globex'].map((name) => {
    const stack = tenant(name, {}, app);
    stack.route(`shop.${name}.test`, new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') }));
    return stack;
  });
  const users = [
    DockerTemplate.of(app.platform).containerAt('platform/CertificateAuthority/Container').values.user,
    ...stacks.map((stack) => DockerTemplate.of(stack).containerAt(`${stack.tenant}/Certificate/Issuer/Container`).values.user),
  ];

  expect(new Set(users).size).toBe(3);
});
