import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Certificates, HealthCheck, RuntimePool, type AcmeProps } from '../../../constructs';
import { checkedAcme } from '../../../constructs/certificates/acme-props';
import { DockerTemplate } from '../../../testing';
import { TestAuthority } from '../../fixture/certificate';
import { IMAGE, tenant } from '../../fixture/tenant';

const EMAIL = 'operations@example.com';

function template(props: Partial<AcmeProps> = {}, hosts: readonly string[] = ['shop.test', 'buy.test']): DockerTemplate {
  const stack = tenant('acme', { certificates: Certificates.acme({ email: EMAIL, ...props }) });
  const shop = new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') });
  for (const host of hosts) stack.route(host, shop);
  return DockerTemplate.of(stack);
}

const [client, gateway] = ['acme/Certificate/Client', 'acme/Gateway/Container'];

test('the client asks for all hosts of the tenant, and is alone in a network with a way out', () => {
  const stack = template();
  const { values } = stack.containerAt(client);

  expect(values.command).toEqual(['agent', 'acme', 'keep', expect.stringMatching(/^[0-9a-f]{8}$/), 'buy.test', 'shop.test']);
  expect(values.env).toEqual(['ACME_DIRECTORY=https://acme-v02.api.letsencrypt.org/directory', `ACME_EMAIL=${EMAIL}`]);
  expect(values.networks_advanced).toEqual([{ name: 'test-acme-acme-client-internet', aliases: [] }]);
  expect(stack.resources.filter(({ values }) => JSON.stringify(values.networks_advanced ?? []).includes('-internet'))).toHaveLength(1);
});

test('only the client and the gateway see the volume, and the gateway cannot write into it', () => {
  const mounts = template()
    .findAll('docker_container')
    .flatMap(({ path, values }) =>
      ((values.mounts ?? []) as { source: string; read_only?: boolean }[]).map((mount) => ({ path, ...mount })),
    )
    .filter(({ source }) => source === 'test-acme-acme');

  expect(mounts.map(({ path, read_only: readOnly }) => [path, readOnly])).toEqual(
    expect.arrayContaining([
      [`${client}/Resource`, false],
      [`${gateway}/Resource`, true],
    ]),
  );
  expect(mounts).toHaveLength(2);
});

test('the certificates are data: servers limit how often they issue the same one', () => {
  // Not a volume of Terraform's, which could destroy it.
  const kept = template().resourceAt('terraform_data', 'acme/Certificate/Volume');
  expect(JSON.stringify(kept.values.provisioner)).toContain('appengine.data=true');
});

test('other hosts are another file, and another gateway', () => {
  const [one, two] = [template(), template({}, ['shop.test'])].map((stack) => stack.containerAt(gateway).values.name);

  expect(one).not.toBe(two);
});

test("a server of one's own is trusted by its authority alone", () => {
  const directory = mkdtempSync(join(tmpdir(), 'appengine-acme-'));
  try {
    const { certificate } = new TestAuthority(directory);
    const { values } = template({ directory: 'https://acme.internal:14000/dir', authority: certificate }).containerAt(client);

    expect(values.mounts).toContainEqual(expect.objectContaining({ target: '/etc/acme', read_only: true }));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test('a host that no server finds is refused', () => {
  expect(() => template({}, ['shop.test', 'shop.acme.localhost'])).toThrow(
    /AcmeHostLocal: acme\/Certificate: host "shop\.acme\.localhost" /,
  );
});

test.each([
  'http://acme.test/directory',
  'https://user@acme.test/directory',
  'https://acme.test/directory?key=1',
  'https://acme.test/$(id)',
  'https://acme.test/dir ectory',
  'https://acme.test/dir\n',
  'acme.test',
  '',
])('the directory %j is refused', (directory) => {
  expect(() => checkedAcme({ email: EMAIL, directory })).toThrow(/^AcmeDirectoryInvalid: /);
});

test.each([
  'operations',
  'a b@example.com',
  '"a"@example.com',
  'a@example',
  'a@example.com,b@example.com',
  'a@example.com\n',
  '$x@example.com',
])('the email %j is refused', (email) => {
  expect(() => checkedAcme({ email })).toThrow(/^AcmeEmailInvalid: /);
});

test('nothing that a shell or JSON understands gets through', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const props of [{ email: `${text}@example.com` }, { email: EMAIL, directory: `https://acme.test/${text}` }]) {
        try {
          const { email, directory } = checkedAcme(props);
          expect(email + directory).toMatch(/^[A-Za-z0-9@.:/_~+-]+$/);
        } catch (error) {
          expect(String(error)).toMatch(/Acme(Email|Directory)Invalid/);
        }
      }
    }),
  );
});

test.each(['no certificate', '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n'])(
  'the authority %j is refused, unseen',
  (authority) => {
    expect(() => checkedAcme({ email: EMAIL, authority })).toThrow(/^AcmeAuthorityInvalid: (?!.*c2VjcmV0)/s);
  },
);
