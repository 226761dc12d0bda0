import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  Backup,
  BackupTarget,
  Cpu,
  MariaDb,
  Memory,
  Secret,
  User,
  Volume,
  VolumeBackup,
  type ITargetCredential,
  type S3TargetProps,
} from '../../../constructs';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate } from '../../../testing';
import { selfSigned, TestAuthority } from '../../fixture/certificate';
import { tenant } from '../../fixture/tenant';

const quota = { memory: Memory.gibibytes(8), cpu: Cpu.cores(8) };
const KEEPER = 'acme/Ledger/Backup/Container';
const SECRET_VALUE = 'the-secret-key-of-a-store';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'appengine-target-'));
  writeFileSync(join(directory, 'access'), 'AKIDOFATEST');
  writeFileSync(join(directory, 'secret'), SECRET_VALUE);
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

function credentialsOf(stack: TenantStack): S3TargetProps['credentials'] {
  return {
    accessKey: Secret.fromFile(stack, 'StoreId', join(directory, 'access')),
    secretKey: Secret.fromFile(stack, 'StoreKey', join(directory, 'secret')),
  };
}

/** A target of no tenant, for what is judged before it is used. */
function target(props: Partial<S3TargetProps>): BackupTarget {
  const credential: ITargetCredential = { entries: ['type', 'value'], bindAt: () => ({}) };
  return BackupTarget.s3({
    ...{ endpoint: 'https://s3.example.com', bucket: 'backups' },
    credentials: { accessKey: credential, secretKey: credential },
    ...props,
  });
}

function backedUp(change: (props: S3TargetProps) => BackupTarget, stack: TenantStack = tenant('acme', { quota })): DockerTemplate {
  const props = { endpoint: 'https://s3.example.com', bucket: 'backups', credentials: credentialsOf(stack) };
  new MariaDb(stack, 'Ledger', { backup: Backup.daily({ target: change(props) }) });
  return DockerTemplate.of(stack);
}

test('what makes backups reaches the host of its target alone, by a proxy of its own', () => {
  const template = backedUp((props) => BackupTarget.s3({ ...props, region: 'eu-central-1', prefix: 'hosts/one' }));
  const keeper = template.containerAt(KEEPER).values;
  expect(keeper.env).toEqual(
    expect.arrayContaining([
      'BACKUP_TARGET=s3:https://s3.example.com/backups/hosts/one/test-acme-ledger',
      'BACKUP_TARGET_REGION=eu-central-1',
      'HTTPS_PROXY=http://egress:3128',
    ]),
  );
  expect(keeper).toMatchObject({ dns: ['127.0.0.1'], networks_advanced: [{ name: 'test-acme-ledger-backup-egress' }] });
  const files = JSON.stringify(template.containerAt('acme/Ledger/Backup/Egress/Config/Loader').values);
  expect(files).toContain('dstdomain -n s3.example.com');
  expect(files).toContain('port0 port 443');
  expect(template.output('backups')).toMatchObject({
    ledger: { target: 's3:https://s3.example.com/backups/hosts/one/test-acme-ledger' },
  });
});

test('the server does not get the credentials, and neither the template nor a variable has them', () => {
  const template = backedUp((props) => BackupTarget.s3(props));
  const mounted = (path: string): string => JSON.stringify(template.containerAt(path).values.mounts);
  expect(mounted(KEEPER)).toContain('/target/access-key');
  expect(mounted(KEEPER)).toContain('/target/secret-key');
  expect(mounted('acme/Ledger/Container')).not.toContain('/target');
  const all = JSON.stringify(template);
  for (const value of [SECRET_VALUE, 'AKIDOFATEST', Buffer.from(SECRET_VALUE).toString('base64')]) expect(all).not.toContain(value);
});

test('without a target nothing has a way out', () => {
  const template = backedUp(() => BackupTarget.volume());
  expect(template.containerAt(KEEPER).values).toMatchObject({ network_mode: 'none' });
  expect(JSON.stringify(template.containerAt(KEEPER).values)).not.toContain('BACKUP_TARGET');
  expect((template.output('backups') as { ledger: object }).ledger).not.toHaveProperty('target');
});

test('an authority of its own is a file beside the credentials', () => {
  const { certificate } = new TestAuthority(directory);
  const template = backedUp((props) => BackupTarget.s3({ ...props, authority: certificate }));
  expect(JSON.stringify(template.containerAt(KEEPER).values.mounts)).toContain('/target/authority');
});

test('http and private addresses are exemptions with their reasons', () => {
  const plain = (props: S3TargetProps): S3TargetProps => ({ ...props, endpoint: 'http://10.0.0.7:9000' });
  expect(() => backedUp((props) => BackupTarget.s3(plain(props)))).toThrow(
    /^BackupTargetWithoutTls: acme\/Ledger\/Backup: the endpoint http:\/\/10\.0\.0\.7:9000 of a backup target is not reached by https; .*withoutTls/,
  );
  const stack = tenant('acme', { quota });
  const reason = 'the store is in the same rack';
  backedUp((props) => BackupTarget.s3(plain(props)).withoutTls(reason).includingPrivate('its address is private'), stack);
  const exemptions = stack.node.findAll().flatMap((construct) => ('exemptions' in construct ? (construct.exemptions as object[]) : []));
  expect(exemptions).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: 'backup-target-tls', reason }),
      expect.objectContaining({ id: 'private-addresses', reason: 'its address is private' }),
    ]),
  );
});

test('secrets of another tenant are refused', () => {
  const other = tenant('globex', { quota });
  const credentials = credentialsOf(other);
  expect(() => backedUp((props) => BackupTarget.s3({ ...props, credentials }))).toThrow(/^UseAcrossTenants: /);
});

test('two of a tenant have one target, each in a directory of its own', () => {
  const stack = tenant('acme', { quota });
  const backup = Backup.daily({
    target: BackupTarget.s3({ endpoint: 'https://s3.example.com', bucket: 'backups', credentials: credentialsOf(stack) }),
  });
  new MariaDb(stack, 'Ledger', { backup });
  new VolumeBackup(stack, 'Pictures', { volume: new Volume(stack, 'Uploads'), user: User.of(61_000), backup });
  expect(DockerTemplate.of(stack).output('backups')).toMatchObject({
    pictures: { target: 's3:https://s3.example.com/backups/test-acme-pictures' },
    ledger: { target: 's3:https://s3.example.com/backups/test-acme-ledger' },
  });
});

test('an endpoint is a host and a port, or it is refused', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (endpoint) => {
      const { host, pathname, search, hash, protocol } = new URL(endpoint);
      const isPlain = pathname === '/' && search === '' && !endpoint.includes('?') && hash === '' && !endpoint.includes('#');
      let place: string | undefined;
      try {
        place = target({ endpoint }).placeOf('one');
      } catch (error) {
        expect((error as Error).message).toMatch(/^(BackupTargetInvalid|DestinationInvalid): /);
      }
      if (place !== undefined) expect({ place, isPlain }).toEqual({ place: `s3:${protocol}//${host}/backups/one`, isPlain: true });
    }),
  );
});

test('a prefix never leads out of its bucket', () => {
  fc.assert(
    fc.property(fc.string(), (prefix) => {
      let place: string | undefined;
      try {
        place = target({ prefix }).placeOf('one');
      } catch (error) {
        expect((error as Error).message).toMatch(/^BackupTargetInvalid: prefix /);
      }
      if (place !== undefined) expect(new URL(place.slice('s3:'.length)).pathname).toBe(`/backups/${prefix}/one`);
    }),
  );
});

test.each<[string, Partial<S3TargetProps>, RegExp]>([
  ['no URL', { endpoint: 's3.example.com' }, /^BackupTargetInvalid: endpoint "s3.example.com" of a backup target must be a URL of https/],
  ['another protocol', { endpoint: 'ftp://s3.example.com' }, /^BackupTargetInvalid: endpoint /],
  ['a path', { endpoint: 'https://s3.example.com/bucket' }, /^BackupTargetInvalid: endpoint /],
  ['a password', { endpoint: 'https://user:password@s3.example.com' }, /^BackupTargetInvalid: endpoint "https:\/\/s3.example.com" /],
  ['this machine', { endpoint: 'https://localhost:9000' }, /^DestinationInvalid: egress destination "localhost:9000"/],
  ['a bucket in capitals', { bucket: 'Backups' }, /^BackupTargetInvalid: bucket "Backups" of a backup target must be 3 to 63/],
  ['a region with a blank', { region: 'eu central' }, /^BackupTargetInvalid: region /],
  ['a prefix that leads out', { prefix: 'a/../b' }, /^BackupTargetInvalid: prefix /],
  [
    'a certificate that is none of an authority',
    { authority: selfSigned('test') },
    /^BackupTargetInvalid: authority of https:\/\/s3.example.com must be/,
  ],
  [
    'credentials of a service',
    { credentials: { accessKey: { entries: ['uri'], bindAt: () => ({}) }, secretKey: { entries: ['value'], bindAt: () => ({}) } } },
    /^BackupTargetInvalid: accessKey of a backup target must be a Secret/,
  ],
])('%s is refused', (_, props, expected) => {
  expect(() => target(props)).toThrow(expected);
});
