import fc from 'fast-check';
import {
  Backup,
  Cpu,
  Drill,
  Duration,
  MariaDb,
  Memory,
  Postgres,
  RuntimePool,
  User,
  Valkey,
  Volume,
  VolumeBackup,
  WritablePath,
  HealthCheck,
} from '../../../constructs';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const quota = { memory: Memory.gibibytes(8), cpu: Cpu.cores(8) };
const backup = Backup.daily({ at: '03:15', keep: 7 });

interface Mount {
  readonly source: string;
  readonly target: string;
  readonly read_only?: boolean;
}

function mountsOf(template: DockerTemplate, path: string): readonly string[] {
  const mounts = template.containerAt(path).values.mounts as readonly Mount[];
  return mounts.map(({ source, target, read_only: isReadOnly }) => `${source} ${target}${isReadOnly === true ? '' : ' writable'}`).sort();
}

test('what makes backups reads the data, and alone has the repository and the key', () => {
  const stack = tenant('acme', { quota });
  new Postgres(stack, 'Orders', { backup });
  const template = DockerTemplate.of(stack);

  const keeper = template.containerAt('acme/Orders/Backup/Container').values;
  expect(mountsOf(template, 'acme/Orders/Backup/Container')).toEqual([
    'test-acme-backup-key /key',
    'test-acme-orders-archive /archive writable',
    'test-acme-orders-backups /repository writable',
    'test-acme-orders-data /data',
    'test-acme-orders-drill /scratch writable',
    'test-acme-orders-sockets /run/postgresql',
  ]);
  expect(keeper).toMatchObject({ network_mode: 'none', read_only: true, capabilities: { drop: ['ALL'] } });
  const server = template.containerAt('acme/Orders/Container').values;
  expect(keeper.user).toBe(server.user);
  expect(mountsOf(template, 'acme/Orders/Container')).toEqual(
    expect.arrayContaining(['test-acme-orders-archive /archive writable', 'test-acme-orders-sockets /run/postgresql writable']),
  );
  expect(mountsOf(template, 'acme/Orders/Container').join()).not.toMatch(/backups|key/);
  expect(server.command).toEqual(
    expect.arrayContaining(['archive_mode=on', expect.stringMatching(/^archive_command=agent postgres archive %p /)]),
  );
});

test('a service without backups has nothing of them', () => {
  const stack = tenant('acme', { quota });
  new Postgres(stack, 'Orders');
  new Postgres(stack, 'Other', { backup: Backup.none('its app fills it again') });
  const template = DockerTemplate.of(stack);
  for (const name of ['Orders', 'Other']) {
    expect(mountsOf(template, `acme/${name}/Container`).join()).not.toMatch(/archive|sockets/);
    expect(template.containerAt(`acme/${name}/Container`).values.command).not.toContain('archive_mode=on');
  }
  expect(template.output('services')).toMatchObject({ other: { withoutBackups: 'its app fills it again' } });
  expect((template.output('services') as { orders: object }).orders).not.toHaveProperty('withoutBackups');
  expect(() => template.output('backups')).toThrow('no output "backups"; there are: apps, security, services');
});

test('the states tell of backups', () => {
  const stack = tenant('acme', { quota });
  new Postgres(stack, 'Orders', { backup: Backup.daily({ at: '03:15', keep: 7, drill: Drill.none('tried by hand'), check: 'SELECT 1' }) });
  new MariaDb(stack, 'Ledger', { backup });
  new Valkey(stack, 'Cache', { backup, memory: Memory.mebibytes(512) });
  const template = DockerTemplate.of(stack);
  expect(template.output('backups')).toMatchObject({
    orders: {
      ...{ type: 'postgres', periodSeconds: 86_400, keep: 7, drillSeconds: 0, check: 'SELECT 1' },
      ...{ repository: 'test-acme-orders-backups', volume: 'test-acme-orders-data' },
    },
    ledger: { type: 'mariadb', drillSeconds: 604_800 },
    cache: { type: 'valkey' },
  });
  // A drill of a store has all of it in memory.
  expect(template.containerAt('acme/Cache/Backup/Container').values.memory).toBe(576);
  expect(template.containerAt('acme/Orders/Backup/Container').values.env).toEqual(expect.arrayContaining(['BACKUP_CHECK=SELECT 1']));
});

test('a volume is backed up as the user that writes it', () => {
  const stack = tenant('acme', { quota });
  const user = User.of(61_000);
  const volume = new Volume(stack, 'Uploads');
  new RuntimePool(stack, 'Shop', {
    image: IMAGE,
    healthCheck: HealthCheck.tcp(),
    user,
    writable: [WritablePath.volume('/uploads', volume)],
  });
  new VolumeBackup(stack, 'UploadsBackup', { volume, user, backup });
  const template = DockerTemplate.of(stack);
  const keeper = template.containerAt('acme/UploadsBackup/Keeper/Container');
  expect(keeper.values).toMatchObject({ user: '61000:61000', network_mode: 'none' });
  expect(mountsOf(template, 'acme/UploadsBackup/Keeper/Container')).toEqual(
    expect.arrayContaining(['test-acme-uploads /data', 'test-acme-backup-key /key']),
  );
});

test('services of a time begin at times of their own, within half an hour', () => {
  const offsets = ['a', 'b', 'c', 'd'].map((tenant) => backup.schedule(`test-${tenant}-orders`).offsetSeconds);
  expect(new Set(offsets).size).toBeGreaterThan(2);
  const begin = (3 * 60 + 15) * 60;
  for (const offset of offsets) {
    expect(offset).toBeGreaterThanOrEqual(begin);
    expect(offset).toBeLessThan(begin + 30 * 60);
  }
});

test('an offset is whole minutes within the period', () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 7 * 86_400 }), fc.string(), (seconds, owner) => {
      const { periodSeconds, offsetSeconds } = Backup.every(Duration.seconds(seconds)).schedule(owner);
      expect(periodSeconds).toBe(seconds);
      expect(offsetSeconds).toBeGreaterThanOrEqual(0);
      expect(offsetSeconds).toBeLessThan(seconds);
      expect(offsetSeconds % 60).toBe(0);
    }),
  );
});

test.each<[string, () => unknown, RegExp]>([
  ['a time that is none', () => Backup.daily({ at: '24:00' }), /^BackupInvalid: at "24:00" must be a time in UTC from 00:00 to 23:59/],
  ['none that stays', () => Backup.daily({ keep: 0 }), /^BackupInvalid: keep 0 must be a whole number from 1 to 1000/],
  ['one a second', () => Backup.every(Duration.seconds(1)), /^BackupInvalid: a period of 1 s must be from 5 minutes to 7 days/],
  ['a check of two lines', () => Backup.daily({ check: 'SELECT 1\n' }), /^BackupInvalid: check "SELECT 1\\n" must be /],
  ['a drill a minute', () => Drill.every(Duration.minutes(1)), /^BackupInvalid: a drill every 60 s must be /],
  ['no reason', () => Backup.none('no'), /^ReasonTooShort: reason "no" for having no backups/],
  [
    'a volume that has none',
    () => {
      const stack: TenantStack = tenant('acme', { quota });
      return new VolumeBackup(stack, 'B', {
        volume: new Volume(stack, 'V'),
        user: User.of(61_000),
        backup: Backup.none('it can be made again'),
      });
    },
    /^BackupInvalid: acme\/B: Backup.none\(\) of a volume is no backup; leave the VolumeBackup out/,
  ],
])('%s is refused', (_, make, expected) => {
  let message: unknown;
  try {
    make();
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(expected);
});
