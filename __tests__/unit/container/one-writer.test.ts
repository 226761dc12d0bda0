import {
  HardenedContainer,
  HealthCheck,
  Job,
  Replacement,
  RuntimePool,
  User,
  Volume,
  VolumeContent,
  WritablePath,
  type JobProps,
  type RuntimePoolProps,
} from '../../../constructs';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate } from '../../../testing';
import { REQUIRED_PROPS } from '../../fixture/every-prop';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.http('/healthz');
const REASON = 'every file has a name of its own';

let stack: TenantStack;
let volume: Volume;

beforeEach(() => {
  stack = tenant();
  volume = new Volume(stack, 'Data', { name: 'data' });
});

const pool = (id: string, props: Partial<RuntimePoolProps> = {}): RuntimePool =>
  new RuntimePool(stack, id, { image: IMAGE, healthCheck, writable: [WritablePath.volume('/data', volume)], ...props });
const job = (id: string, props: Partial<JobProps> = {}): Job =>
  new Job(stack, id, { image: IMAGE, writable: [WritablePath.volume('/data', volume)], ...props });

/** What the gate is told about the start of a pool's first replica. */
function startOf(id: string): unknown {
  const { provisioner } = DockerTemplate.of(stack).containerAt(`acme/${id}/Replica1`).values as {
    provisioner: { 'local-exec': { interpreter: string[] } }[];
  };
  const { interpreter } = provisioner[0]?.['local-exec'] ?? { interpreter: [] };
  // How it is reached is another matter.
  const options = interpreter.slice(interpreter.indexOf('256') + 1);
  const reached = options.indexOf('--reached');
  return reached < 0 ? options : [...options.slice(0, reached), ...options.slice(reached + 2)];
}

const PROBE = ['--probe', expect.stringContaining('/probe:')];

test('what writes a data volume is started by the gate, alone', () => {
  pool('Shop');

  expect(startOf('Shop')).toEqual(['--start', '--writes', 'test-acme-data', ...PROBE]);
  const container = DockerTemplate.of(stack).containerAt('acme/Shop/Replica1');
  container.has({ start: false, must_run: false, lifecycle: { create_before_destroy: true } });
  expect(container.values.labels).toContainEqual({ label: 'appengine.gate', value: 'healthy' });
});

test('what writes no volume is started by the provider', () => {
  pool('Shop', { writable: [] });

  expect(startOf('Shop')).toEqual([]);
  DockerTemplate.of(stack).containerAt('acme/Shop/Replica1').has({ must_run: true });
});

test('generated content has several writers, and is given to the user', () => {
  const cache = new Volume(stack, 'Cache', { name: 'cache', content: VolumeContent.generated() });
  pool('Shop', { replicas: 2, writable: [WritablePath.volume('/cache', cache)] });

  expect(startOf('Shop')).toEqual(['--start', '--shares', 'test-acme-cache', ...PROBE]);
});

test('a shared volume has several writers of one user, and a reason', () => {
  const user = User.of(61_000);
  const writable = [WritablePath.sharedVolume('/data', volume, REASON)];
  const shop = pool('Shop', { replicas: 2, user, writable });
  pool('Admin', { user, writable });

  expect(startOf('Shop')).toEqual(['--start', '--shares', 'test-acme-data', ...PROBE]);
  expect(shop.replicas[0]?.exemptions).toEqual([{ id: 'one-writer', default: 'one writer', reason: REASON }]);
  expect(() => pool('Other', { writable })).toThrow(
    /^VolumeUsersDiffer: acme\/Other\/Replica1: data volume "test-acme-data" is written as user \d+ here/,
  );
});

test('stop-first can be asked for without a volume', () => {
  pool('Shop', { writable: [], replacement: Replacement.stopFirst() });

  expect(startOf('Shop')).toEqual(['--start', '--stop-first']);
});

test.each<[string, () => unknown, string]>([
  [
    'several replicas',
    () => pool('Shop', { replicas: 2 }),
    'ReplicasWriteVolume: acme/Shop: replicas 2 would write data volume "test-acme-data"',
  ],
  [
    'two pools',
    () => [pool('Shop'), pool('Admin')],
    'VolumeWritten: acme/Admin/Replica1: data volume "test-acme-data" is already written by acme/Shop/Replica1',
  ],
  [
    'a job beside a pool',
    () => [job('Import'), pool('Shop')],
    'VolumeWritten: acme/Shop/Replica1: data volume "test-acme-data" is already written by acme/Import/Container',
  ],
  ['a job that comes later', () => [pool('Shop'), job('Import')], 'VolumeWritten: acme/Import/Container: data volume'],
  [
    'start-first',
    () => pool('Shop', { replacement: Replacement.startFirst() }),
    'ReplacementRefused: acme/Shop/Replica1: Replacement.startFirst() would let two generations write test-acme-data',
  ],
])('%s: refused', (_, make, message) => {
  expect(make).toThrow(message);
});

test('a job and its pool take turns, also by way of another job', () => {
  const first = job('First');
  const between = job('Between', { writable: [], after: [first] });

  expect(() => pool('Shop', { after: [between] })).not.toThrow();
});

test('a pool is replaced whenever a job runs that writes its volume, and not for another job', () => {
  const generation = (command: string, shares: boolean): string => {
    stack = tenant();
    volume = new Volume(stack, 'Data', { name: 'data' });
    const first = job('First', { command: [command], ...(shares ? {} : { writable: [] }) });
    const between = job('Between', { writable: [], after: [first] });
    return pool('Shop', { after: [between] }).generation;
  };

  expect(generation('one', true)).not.toBe(generation('two', true));
  expect(generation('one', false)).toBe(generation('two', false));
});

test('one user object is the user of a job and its pool, within one tenant', () => {
  const user = User.of(61_000);
  const migration = job('Import', { user });
  pool('Shop', { user, after: [migration] });

  const template = DockerTemplate.of(stack);
  for (const path of ['acme/Import/Container', 'acme/Shop/Replica1']) template.containerAt(path).has({ user: '61000:61000' });
  expect(() => pool('Admin', { writable: [], user: User.of(61_000) })).toThrow(
    'UidClash: acme/Admin: uid "61000" is already taken by acme/Import',
  );
});

test('`writable` adds to /tmp, unless it says something about /tmp', () => {
  const container = new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, writable: [WritablePath.volume('/data', volume)] });

  expect(container.writable.map(({ path }) => path)).toEqual(['/tmp', '/data']);
  DockerTemplate.of(stack)
    .containerAt('acme/App')
    .has({ tmpfs: { '/tmp': 'rw,nosuid,nodev,noexec,size=16777216,mode=1777,uid=12345,gid=12345' } });
});
