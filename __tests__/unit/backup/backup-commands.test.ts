import {
  Backup,
  BackupCommands,
  Cpu,
  Duration,
  HardenedContainer,
  HealthCheck,
  Memory,
  RuntimePool,
  User,
  Volume,
  VolumeBackup,
  WritablePath,
  type BackupCommandsProps,
  type RuntimePoolProps,
} from '../../../constructs';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const REASON = 'SQLite locks what it writes';
const user = User.of(61_000);
const before = ['sqlite3', '/data/shop.db', '.backup /data/backup.db'];
const after = ['rm', '-f', '/data/backup.db'];

interface Mount {
  readonly source: string;
  readonly target: string;
  readonly read_only?: boolean;
}

function mountsOf(template: DockerTemplate, path: string): readonly string[] {
  const mounts = template.containerAt(path).values.mounts as readonly Mount[];
  return mounts.map(({ source, target, read_only: isReadOnly }) => `${source} ${target}${isReadOnly === true ? '' : ' writable'}`).sort();
}

function stackWith(
  props: Partial<BackupCommandsProps> = {},
  pool: Partial<RuntimePoolProps> = {},
  change = (commands: BackupCommands): BackupCommands => commands.writing(REASON),
): TenantStack {
  const stack = tenant('acme', { quota: { memory: Memory.gibibytes(8), cpu: Cpu.cores(8) } });
  const volume = new Volume(stack, 'Data');
  const shop = new RuntimePool(stack, 'Shop', {
    image: IMAGE,
    healthCheck: HealthCheck.http('/healthz'),
    user,
    writable: [WritablePath.volume('/data', volume)],
    ...pool,
  });
  const commands = change(BackupCommands.of({ pool: shop, before, after, ...props }));
  new VolumeBackup(stack, 'Files', { volume, user, backup: Backup.daily(), commands });
  return stack;
}

const ATTENDANT = 'acme/Files/Commands/Container';
const KEEPER = 'acme/Files/Keeper/Container';

test('commands run in a container as a replica is, which the one that makes backups asks by a socket', () => {
  const template = DockerTemplate.of(stackWith());
  const container = template.containerAt(ATTENDANT).values;
  const replica = template.containerAt('acme/Shop/Replica1').values;
  for (const name of ['image', 'user', 'memory', 'cpu_quota', 'read_only', 'capabilities', 'security_opts', 'env', 'networks_advanced'])
    expect([name, container[name]]).toEqual([name, replica[name]]);
  expect(container).toMatchObject({
    name: expect.stringMatching(/^test-acme-files-commands-[0-9a-f]{8}$/) as string,
    entrypoint: ['/run/appengine-agent/agent', 'backup', 'attend', '300', '3'],
    command: [...before, ...after],
  });
  expect(mountsOf(template, ATTENDANT)).toEqual([
    expect.stringMatching(/^test-acme-agent-[0-9a-f]{12} \/run\/appengine-agent$/),
    'test-acme-data /data writable',
    'test-acme-files-commands /run/appengine-backup writable',
  ]);
  expect(mountsOf(template, KEEPER)).toContain('test-acme-files-commands /run/appengine-backup');
  expect(template.containerAt(KEEPER).values).toMatchObject({
    network_mode: 'none',
    env: expect.arrayContaining(['BACKUP_COMMANDS_SECONDS=300']) as unknown,
  });
});

test('without a reason they read what the app alone writes, and write what several write', () => {
  const same = (commands: BackupCommands): BackupCommands => commands;
  expect(mountsOf(DockerTemplate.of(stackWith({}, {}, same)), ATTENDANT)).toContain('test-acme-data /data');
  const stack = tenant('acme', { quota: { memory: Memory.gibibytes(8), cpu: Cpu.cores(8) } });
  const volume = new Volume(stack, 'Data');
  const pool = new RuntimePool(stack, 'Shop', {
    ...{ image: IMAGE, healthCheck: HealthCheck.http('/healthz'), user },
    writable: [WritablePath.sharedVolume('/data', volume, REASON)],
  });
  new VolumeBackup(stack, 'Files', { volume, user, backup: Backup.daily(), commands: BackupCommands.of({ pool, before }) });
  expect(mountsOf(DockerTemplate.of(stack), ATTENDANT)).toContain('test-acme-data /data writable');
});

test('they are stopped and replaced with the app, whose data they write beside it', () => {
  const generation = (props: Partial<RuntimePoolProps>): unknown =>
    DockerTemplate.of(stackWith({}, props)).containerAt(ATTENDANT).values.name;
  // Nothing of the container itself changes.
  expect(generation({ healthCheck: HealthCheck.http('/ready') })).not.toBe(generation({}));
  expect(generation({})).toBe(generation({}));
  const all = stackWith().node.findAll();
  const container = all.find((construct) => construct.node.path === ATTENDANT);
  if (!(container instanceof HardenedContainer)) throw new Error(`there is no ${ATTENDANT}`);
  expect(container.exemptions).toMatchObject([{ id: 'one-writer', reason: REASON }]);
});

test('one of the two commands is enough, with limits of its own', () => {
  const template = DockerTemplate.of(
    stackWith({ before: [], timeout: Duration.seconds(30), memory: Memory.mebibytes(64), cpu: Cpu.cores(0.25) }),
  );
  expect(template.containerAt(ATTENDANT).values).toMatchObject({
    entrypoint: ['/run/appengine-agent/agent', 'backup', 'attend', '30', '0'],
    command: after,
    memory: 64,
  });
});

test.each<[string, () => unknown, RegExp]>([
  [
    'none at all',
    () => stackWith({ before: [], after: [] }),
    /^BackupInvalid: commands of a backup must have a program in `before` or in `after`/,
  ],
  [
    'a day',
    () => stackWith({ timeout: Duration.minutes(1440) }),
    /^BackupInvalid: timeout of 86400 s for a command of a backup must be at most 1 hour/,
  ],
  [
    'no reason',
    () => stackWith({}, {}, (commands) => commands.writing('so')),
    /^ReasonTooShort: reason "so" for writing the data of an app beside it/,
  ],
  [
    'another user',
    () => stackWith({}, { user: User.of(62_000) }),
    /^BackupInvalid: acme\/Files\/Commands: app "shop" with the commands runs as user 62000, and the backup is made as 61000; give both the same/,
  ],
])('%s is refused', (_, make, expected) => {
  expect(make).toThrow(expected);
});
