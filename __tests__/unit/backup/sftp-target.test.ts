import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Backup, BackupTarget, Secret, User, Volume, VolumeBackup, type SftpTargetProps } from '../../../constructs';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate } from '../../../testing';
import { tenant } from '../../fixture/tenant';

const KEY_CONTENT = 'the-private-half-of-a-key';
const HOST_KEY = `ssh-ed25519 ${'AAAAC3NzaC1lZDI1NTE5AAAAI'.padEnd(68, 'x')} backup`;

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'appengine-sftp-'));
  writeFileSync(join(directory, 'key'), KEY_CONTENT);
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** A target of no tenant, for what is judged before it is used. */
function target(props: Partial<SftpTargetProps> = {}): BackupTarget {
  return BackupTarget.sftp({
    host: 'backup.example.com',
    user: 'backups',
    directory: '/srv/backups',
    hostKeys: [HOST_KEY],
    privateKey: { entries: ['type', 'value'], bindAt: () => ({}) },
    ...props,
  });
}

function backedUp(change: (props: SftpTargetProps) => BackupTarget, stack: TenantStack = tenant('acme')): DockerTemplate {
  const privateKey = Secret.fromFile(stack, 'TargetKey', join(directory, 'key'));
  const props = { host: 'backup.example.com', port: 2222, user: 'backups', directory: '/srv/backups', hostKeys: [HOST_KEY], privateKey };
  const backup = Backup.daily({ target: change(props) });
  new VolumeBackup(stack, 'Files', { volume: new Volume(stack, 'Uploads'), user: User.of(61_000), backup });
  return DockerTemplate.of(stack);
}

test('what makes backups reaches that host and port alone, with a key that nothing shows', () => {
  const template = backedUp((props) => BackupTarget.sftp(props));
  const keeper = template.containerAt('acme/Files/Keeper/Container').values;

  expect(keeper.env).toEqual(expect.arrayContaining(['BACKUP_TARGET=sftp://backups@backup.example.com:2222//srv/backups/test-acme-files']));
  expect(JSON.stringify(keeper.mounts)).toMatch(/\/target\/host-keys.*\/target\/private-key|\/target\/private-key.*\/target\/host-keys/);
  expect(JSON.stringify(template.resources)).toContain('backup.example.com');
  expect(JSON.stringify(template.resources)).not.toContain(KEY_CONTENT);
  expect(template.output('backups')).toMatchObject({
    files: { target: 'sftp://backups@backup.example.com:2222//srv/backups/test-acme-files' },
  });
});

test('a host in a private network needs a reason', () => {
  const stack = tenant('acme');
  const reason = 'the host is in the same rack';
  backedUp((props) => BackupTarget.sftp({ ...props, host: '10.0.0.7' }).includingPrivate(reason), stack);

  const exemptions = stack.node.findAll().flatMap((construct) => ('exemptions' in construct ? (construct.exemptions as object[]) : []));
  expect(exemptions).toContainEqual(expect.objectContaining({ id: 'private-addresses', reason }));
});

test('a directory is one place of that host, or it is refused', () => {
  fc.assert(
    fc.property(fc.string(), (path) => {
      let place: string | undefined;
      try {
        place = target({ directory: path }).placeOf('one');
      } catch (error) {
        expect((error as Error).message).toMatch(/^BackupTargetInvalid: directory /);
      }
      if (place !== undefined) expect(new URL(place).pathname).toBe(`/${path}/one`);
    }),
  );
});

test.each<[string, Partial<SftpTargetProps>, RegExp]>([
  [
    'a user in the host',
    { host: 'backups@backup.example.com' },
    /^BackupTargetInvalid: host "backups@backup.example.com" of a backup target must/,
  ],
  ['this machine', { host: 'localhost' }, /^DestinationInvalid: /],
  ['no port', { port: 0 }, /^BackupTargetInvalid: port 0 of a backup target must be a whole number from 1 to 65535; use one such as 22$/],
  ['a user with a space', { user: 'a b' }, /^BackupTargetInvalid: user "a b" /],
  ['a relative directory', { directory: 'backups' }, /^BackupTargetInvalid: directory "backups" /],
  ['a way up', { directory: '/srv/../etc' }, /^BackupTargetInvalid: directory /],
  ['the root', { directory: '/' }, /^BackupTargetInvalid: directory /],
  ['no host key', { hostKeys: [] }, /^BackupTargetInvalid: hostKeys "" .*at least one/],
  ['a fingerprint', { hostKeys: ['SHA256:abc'] }, /^BackupTargetInvalid: hostKeys "SHA256:abc" /],
  ['two lines in one', { hostKeys: [`${HOST_KEY}\n${HOST_KEY}`] }, /^BackupTargetInvalid: hostKeys /],
  [
    'no secret',
    { privateKey: { entries: ['uri'], bindAt: () => ({}) } },
    /^BackupTargetInvalid: privateKey of a backup target must be a Secret; declare one$/,
  ],
])('%s is refused', (_, props, message) => {
  expect(() => target(props)).toThrow(message);
});
