import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Certificates, HealthCheck, RuntimePool } from '../../../constructs';
import { checkCertificateFiles } from '../../../constructs/certificates/certificate-files';
import { DockerTemplate, TestApp } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';
import { TestAuthority, openssl } from '../../fixture/certificate';

let directory: string;
let authority: TestAuthority;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'appengine-files-'));
  authority = new TestAuthority(directory);
});

beforeEach(() => {
  authority.issue({ hosts: ['shop.test', '*.acme.test'] });
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const read = (file: string): string => readFileSync(join(directory, file), 'utf8');
const write = (file: string, text: string): void => {
  writeFileSync(join(directory, file), text);
};
const check =
  (hosts: readonly string[] = ['shop.test'], now?: Date) =>
  (): void => {
    checkCertificateFiles(new TestApp(), directory, hosts, now);
  };

function template(): DockerTemplate {
  const stack = tenant('acme', { certificates: Certificates.files(directory) });
  stack.route('shop.test', new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') }));
  return DockerTemplate.of(stack);
}

describe('what a gateway could not serve is refused', () => {
  test.each(['fullchain.pem', 'privkey.pem'])('without %s', (file) => {
    rmSync(join(directory, file));

    expect(check()).toThrow(new RegExp(`^CertificateFileMissing: .*${file} cannot be read \\(ENOENT\\)`));
  });

  test('a key of another certificate', () => {
    const key = read('privkey.pem');
    authority.issue({ hosts: ['shop.test'] });
    write('privkey.pem', key);

    expect(check()).toThrow(/^CertificateKeyInvalid: .* is not the key of /);
  });

  test.each(['nothing', '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n'])(
    'the key %j, and the message does not quote it',
    (key) => {
      write('privkey.pem', key);

      expect(check()).toThrow(/^CertificateKeyInvalid: (?!.*(nothing|c2VjcmV0))/s);
    },
  );

  test('a key with a passphrase', () => {
    openssl(directory, 'pkcs8', '-topk8', '-in', 'privkey.pem', '-out', 'locked.pem', '-passout', 'pass:open');
    write('privkey.pem', read('locked.pem'));

    expect(check()).toThrow(/^CertificateKeyInvalid: .* without a passphrase; take it off with `openssl pkey`$/);
  });

  test.each([
    ['no certificate', () => 'nothing'],
    ['a certificate that cannot be read', () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
    ['the wrong order', () => authority.certificate + read('leaf.pem')],
    ['an issuer that is not', () => read('leaf.pem') + read('leaf.pem')],
    ['the key in it', () => read('fullchain.pem') + read('privkey.pem')],
  ])('a chain with %s', (_, text) => {
    write('fullchain.pem', text());

    expect(check()).toThrow(/^CertificateInvalid: (?!.*BEGIN)/s);
  });

  test('an issuer of the same name with another key', () => {
    const other = mkdtempSync(join(tmpdir(), 'appengine-files-'));
    try {
      write('fullchain.pem', read('leaf.pem') + new TestAuthority(other).certificate);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }

    expect(check()).toThrow(/^CertificateInvalid: .* number 1 is not issued by the next one/);
  });

  test('a certificate that is not valid yet, or not any more', () => {
    const day = 86_400_000;

    expect(check(['shop.test'], new Date(Date.now() - day))).toThrow(/^CertificateOutOfDate: /);
    expect(check(['shop.test'], new Date(Date.now() + 29 * day))).not.toThrow();
    expect(check(['shop.test'], new Date(Date.now() + 31 * day))).toThrow(/^CertificateOutOfDate: .* renew it$/);
  });

  test('a certificate for other hosts', () => {
    expect(check(['shop.test', 'www.acme.test'])).not.toThrow();
    for (const host of ['buy.test', 'acme.test', 'a.b.acme.test']) {
      expect(check(['shop.test', host])).toThrow(
        new RegExp(`^CertificateHostMissing: .* must be for ${host.replaceAll('.', '[.]')} as well`),
      );
    }
  });
});

test('a certificate without a chain is one that its clients trust by itself', () => {
  write('fullchain.pem', read('leaf.pem'));

  expect(check()).not.toThrow();
});

test('the configuration has the paths and the hashes of the files, relative and without their content', () => {
  const { values } = template().containerAt('acme/Certificate/Loader');
  const uploads = values.upload as { file: string; source: string; source_hash: string; permissions: string }[];
  const stack = join(process.cwd(), 'cdktf.out', 'stacks', 'acme');

  expect(uploads.map(({ source }) => source)).toEqual(
    ['fullchain.pem', 'privkey.pem'].map((file) => relative(stack, join(directory, file))),
  );
  expect(uploads.map(({ file }) => file)).toEqual([
    expect.stringMatching(/^\/volume\/[0-9a-f]{8}\.pem$/),
    expect.stringMatching(/^\/volume\/[0-9a-f]{8}\.pem\.key$/),
  ]);
  for (const upload of uploads) expect(upload).toMatchObject({ source_hash: expect.stringMatching(/^[0-9a-f]{64}$/), permissions: '0444' });
  expect(template().toSnapshot()).not.toContain('PRIVATE KEY');
});

test('renewed files are another loader, and reload the gateway instead of replacing it', () => {
  const one = template();
  authority.issue({ hosts: ['shop.test'] });
  const two = template();
  const [gateway, loader, reload] = ['acme/Gateway/Container', 'acme/Certificate/Loader', 'acme/Certificate/Loader/Reload'];

  expect(two.containerAt(gateway).values).toEqual(one.containerAt(gateway).values);
  expect(two.containerAt(loader).values.name).not.toEqual(one.containerAt(loader).values.name);
  expect(two.resourceAt('terraform_data', reload).values.triggers_replace).not.toEqual(
    one.resourceAt('terraform_data', reload).values.triggers_replace,
  );
});

test('no app sees the key', () => {
  appendFileSync(join(directory, 'privkey.pem'), '\n');
  const seen = template()
    .findAll('docker_container')
    .filter(({ values }) => JSON.stringify(values.mounts ?? []).includes('test-acme-certificate-files'))
    .map(({ path }) => path);

  expect(seen.sort()).toEqual(['acme/Certificate/Loader/Resource', 'acme/Gateway/Container/Resource']);
});
