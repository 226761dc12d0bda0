import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Cpu, Duration, HealthCheck, Memory, Postgres, Rotation, RuntimePool, Valkey, type ServiceProps } from '../../../constructs';
import { readRotations } from '../../../constructs/services/requested-rotations';
import { requestRotation } from '../../../operations/services/request-rotation';
import type { Workspace } from '../../../operations/workspace';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const DAY_MS = 24 * 60 * 60 * 1000;
const here = process.cwd();
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rotation-'));
  process.chdir(directory);
});

afterEach(() => {
  jest.useRealTimers();
  process.chdir(here);
  rmSync(directory, { recursive: true });
});

function deployed(props: ServiceProps = {}): DockerTemplate {
  const stack = tenant('acme', { quota: { memory: Memory.gibibytes(8), cpu: Cpu.cores(8) } });
  const uses = [new Postgres(stack, 'Orders', props), new Valkey(stack, 'Cache')];
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.tcp(), uses });
  return DockerTemplate.of(stack);
}

/** Volumes, names in the networks, and users. */
function credentials(template: DockerTemplate): readonly unknown[] {
  const { mounts, networks_advanced: networks } = template.containerAt('acme/Shop/Replica1').values;
  const [upload] = template.containerAt('acme/Orders/Users/Loader').values.upload as readonly { readonly content: string }[];
  return [
    (mounts as readonly { readonly source: string }[]).map(({ source }) => source).filter((name) => name.endsWith('-binding')),
    (networks as readonly { readonly aliases: readonly string[] }[]).flatMap(({ aliases }) => aliases),
    JSON.parse(upload?.content ?? ''),
  ];
}

test('a rotation is another user in another volume, and the server stays', () => {
  const before = deployed();
  writeFileSync('rotations.json', '{"acme/orders": 2, "globex/cache": 7}');
  const after = deployed();

  expect(credentials(before)).toEqual([
    ['test-acme-orders-shop-1-binding', 'test-acme-cache-shop-1-binding'],
    ['shop-1.users.appengine.internal', 'shop-1.users.appengine.internal'],
    ['shop-1'],
  ]);
  expect(credentials(after)).toEqual([
    ['test-acme-orders-shop-2-binding', 'test-acme-cache-shop-1-binding'],
    ['shop-2.users.appengine.internal', 'shop-1.users.appengine.internal'],
    ['shop-2'],
  ]);
  const names = (path: string): unknown[] => [before, after].map((template) => template.containerAt(path).values.name);
  expect(new Set(names('acme/Orders/Container')).size).toBe(1);
  expect(new Set(names('acme/Shop/Replica1')).size).toBe(2);
  expect(after.output('services')).toMatchObject({ orders: { rotation: 2 }, cache: { rotation: 1 } });
});

test('periods rotate with the first deploy in each', () => {
  const rotationAt = (now: number): unknown => {
    jest.useFakeTimers({ now, doNotFake: ['nextTick'] });
    return (deployed({ rotation: Rotation.every(Duration.days(30)) }).output('services') as Record<string, { rotation: number }>).orders
      ?.rotation;
  };
  expect([0, 30 * DAY_MS - 1, 30 * DAY_MS, 95 * DAY_MS].map(rotationAt)).toEqual([1, 1, 2, 4]);
  writeFileSync('rotations.json', '{"acme/orders": 3}');
  expect(rotationAt(30 * DAY_MS)).toBe(4);
});

test('a request always changes the number, and so does the end of a period', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 366 }), fc.integer({ min: 1, max: 1000 }), fc.nat(4e12), (days, requested, now) => {
      const rotation = Rotation.every(Duration.days(days));
      const number = rotation.numberAt(requested, now);
      expect(rotation.numberAt(requested + 1, now)).toBe(number + 1);
      expect(rotation.numberAt(requested, now + days * DAY_MS)).toBe(number + 1);
      expect(Rotation.onRequest().numberAt(requested, now)).toBe(requested);
    }),
  );
});

test.each([Duration.seconds(90), Duration.days(367), Duration.minutes(60 * 25)])('a period of %j is refused', (period) => {
  expect(() => Rotation.every(period)).toThrow(/^RotationOutOfRange: rotation every .* must be every 1 to 366 whole days/);
});

test.each(['', '[]', '{"acme/orders": 0}', '{"acme/orders": "2"}', '{"acme/orders": 1.5}', 'null'])(
  '%j is no list of rotations',
  (text) => {
    writeFileSync('rotations.json', text);
    expect(() => deployed()).toThrow(/^RotationsInvalid: acme\/Orders: rotations.json must be an object of whole numbers/);
  },
);

test('a request counts on, in an order that makes a small change', async () => {
  const workspace: Pick<Workspace, 'directory'> = { directory };
  await requestRotation(workspace, ['globex/ledger', 'acme/orders']);
  await requestRotation(workspace, ['acme/orders']);
  expect(readFileSync('rotations.json', 'utf8')).toBe('{\n  "acme/orders": 3,\n  "globex/ledger": 2\n}\n');
  expect(readRotations(join(directory, 'rotations.json'))).toEqual({ 'acme/orders': 3, 'globex/ledger': 2 });
});
