import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientCertificates, HealthCheck, RuntimePool } from '../../../constructs';
import { Route } from '../../../constructs/gateway/route';
import { RouteTable } from '../../../constructs/gateway/route-table';
import { TestAuthority } from '../../fixture/certificate';
import { IMAGE, tenant } from '../../fixture/tenant';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'appengine-routes-'));
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Routes of one host, each with the policies of its path. */
function table(policies: Readonly<Record<string, ClientCertificates>>): RouteTable {
  const pool = new RuntimePool(tenant(), 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') });
  return new RouteTable(Object.entries(policies).map(([path, policy]) => new Route('shop.test', pool, { path, policies: [policy] })));
}

test('two authorities for clients of one host are refused: the handshake knows no path', () => {
  const [partners, staff] = ['partners', 'staff'].map((name) =>
    ClientCertificates.issuedBy(new TestAuthority(directory, name).certificate),
  ) as [ClientCertificates, ClientCertificates];

  expect(() => table({ '/partners': partners, '/staff': staff })).toThrow(/^ClientAuthoritiesDiffer: routes of shop\.test /);
});

test('one authority on several paths of a host is one', () => {
  const { certificate } = new TestAuthority(directory);
  const routes = table({ '/a': ClientCertificates.issuedBy(certificate), '/b': ClientCertificates.issuedBy(certificate) });

  expect(routes.certificateList('/etc/certificates/shop.pem')).toMatch(
    /^\/etc\/certificates\/shop\.pem \[ca-file \S+ verify required\] shop\.test\n$/,
  );
  expect(Object.keys(routes.files)).toEqual([expect.stringMatching(/^clients-[0-9a-f]{8}\.pem$/)]);
});
