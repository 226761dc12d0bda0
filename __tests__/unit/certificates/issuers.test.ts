import { HealthCheck, RuntimePool } from '../../../constructs';
import { IssuedCertificate } from '../../../constructs/certificates/issued-certificate';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

interface Container {
  readonly user: string;
  readonly command: readonly string[];
  readonly mounts: readonly { readonly source: string; readonly target: string; readonly read_only?: boolean }[];
}

describe('certificates of the installation', () => {
  let app: TestApp;
  let stacks: readonly TenantStack[];

  beforeAll(() => {
    app = new TestApp();
    stacks = ['acme', 'globex'].map((name) => {
      const stack = tenant(name, {}, app);
      const pool = new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') });
      stack.route(`shop.${name}.test`, pool);
      stack.route(`buy.${name}.test`, pool);
      return stack;
    });
  });

  const at = (stack: TenantStack, path: string): Container =>
    DockerTemplate.of(stack).containerAt(`${stack.tenant}/${path}`).values as unknown as Container;
  const mountsOf = ({ mounts }: Container): readonly string[] => mounts.map(({ source }) => source);

  /** Limits of processes count by user over the whole host, so that one user for all tenants would be one limit for all of them. */
  test('the issuers of two tenants and the authority are three users, and intermediates are signed by the one who can read the key', () => {
    const authority = DockerTemplate.of(app.platform).containerAt('platform/CertificateAuthority/Container').values.user;
    const issuers = stacks.map((stack) => at(stack, 'Certificate/Issuer/Container').user);
    expect(new Set([authority, ...issuers]).size).toBe(3);
    expect(stacks.map((stack) => at(stack, 'Certificate/Issuer/Intermediate/Container').user)).toEqual([authority, authority]);
  });

  test('what issues for a tenant sees the intermediate alone, and what signs that is told the hosts by the deploy', () => {
    for (const stack of stacks) {
      const intermediate = `test-intermediate-${stack.tenant}`;
      expect(mountsOf(at(stack, 'Certificate/Issuer/Container'))).toEqual([`test-${stack.tenant}-issued-certificates`, intermediate]);
      const signing = at(stack, 'Certificate/Issuer/Intermediate/Container');
      expect(signing.command).toEqual(['agent', 'authority', 'sign', `buy.${stack.tenant}.test`, `shop.${stack.tenant}.test`]);
      expect(signing.mounts).toMatchObject([
        { source: 'test-certificate-authority', target: '/authority', read_only: true },
        { source: intermediate, target: '/intermediate' },
      ]);
    }
  });

  test('something else in a tenant, such as a database, has a certificate of its own', () => {
    const stack = tenant('initech');
    const { images } = stack.platform;
    const certificate = new IssuedCertificate(stack, 'Orders', {
      image: images.infrastructure.certificates,
      hosts: ['orders.internal'],
      name: 'orders',
    });
    expect(certificate.file).toMatch(/^\/etc\/certificates\/[0-9a-f]+\.pem$/);
    expect(at(stack, 'Orders/Issuer/Intermediate/Container').command.slice(-1)).toEqual(['orders.internal']);
    expect(mountsOf(at(stack, 'Orders/Issuer/Container'))).toEqual([
      'test-initech-issued-certificates-orders',
      'test-intermediate-initech-orders',
    ]);
  });
});
