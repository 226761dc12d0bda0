import fc from 'fast-check';
import {
  Cpu,
  HealthCheck,
  ImageReference,
  Job,
  Listener,
  Memory,
  RuntimePool,
  StickySession,
  Volume,
  VolumeContent,
  WritablePath,
  type IContainerImage,
} from '../../../constructs';
import { canaryReplicas } from '../../../constructs/runtime/pool-canary';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.http('/healthz');
const NEXT = ImageReference.digest(`registry.test/app@sha256:${'b'.repeat(64)}`);
const trying = (percent: number): IContainerImage => ({
  imageName: IMAGE.imageName,
  dependables: [],
  canary: { image: NEXT, release: 3, percent },
});

/** Containers of a routed pool that is used by another one, as Terraform gets them, by their paths. */
function containers(image: IContainerImage, replicas = 2): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const stack = tenant('acme', { quota: { memory: Memory.gibibytes(8), cpu: Cpu.cores(8) } });
  const shop = new RuntimePool(stack, 'Shop', { image, healthCheck, replicas });
  new RuntimePool(stack, 'Caller', { image: IMAGE, healthCheck, uses: [shop] });
  stack.route('shop.acme.localhost', shop);
  return new Map(
    DockerTemplate.of(stack)
      .findAll('docker_container')
      .map(({ path, values }) => [path, values]),
  );
}

function backend(image: IContainerImage, replicas = 2): string {
  const [file] = [...containers(image, replicas).values()].flatMap(({ upload }) =>
    ((upload ?? []) as readonly { readonly file: string; readonly content: string }[]).filter(({ file: name }) =>
      name.endsWith('/shop.cfg'),
    ),
  );
  return file?.content ?? '';
}

test('a canary that comes, grows or goes changes nothing but its own replicas and what the proxies are told', () => {
  const [without, little, much] = [containers(IMAGE), containers(trying(5)), containers(trying(75))];
  const loaders = ['acme/Gateway/Backends/shop', 'acme/Shop/Balancer/Backends/shop'];
  const differing = (one: typeof without, other: typeof without): readonly string[] =>
    [...new Set([...one.keys(), ...other.keys()])]
      .filter((path) => JSON.stringify(one.get(path)) !== JSON.stringify(other.get(path)))
      .sort();
  expect(differing(without, little).map((path) => path.replace(/\/Resource$/, ''))).toEqual([...loaders, 'acme/Shop/Canary1'].sort());
  expect(differing(little, much).map((path) => path.replace(/\/Resource$/, ''))).toEqual([...loaders, 'acme/Shop/Canary2'].sort());
});

test('a replica of a canary is one of the pool, with another image', () => {
  const all = containers(trying(5));
  const at = (id: string): Readonly<Record<string, unknown>> => all.get(`acme/Shop/${id}/Resource`) ?? all.get(`acme/Shop/${id}`) ?? {};
  const { name, image, labels, ...canary } = at('Canary1');
  const { name: other, image: _image, labels: _labels, ...replica } = at('Replica1');
  // The health gate gets the name of its container.
  expect(JSON.parse(JSON.stringify(canary).replaceAll(String(name), String(other)))).toEqual(replica);
  expect([name, image]).toEqual([expect.stringMatching(/^test-acme-shop-canary-1-[0-9a-f]{8}$/), NEXT.imageName]);
  expect(labels).toEqual(
    expect.arrayContaining([
      { label: 'appengine.app', value: 'shop' },
      { label: 'appengine.canary', value: '3' },
      { label: 'appengine.role', value: 'replica' },
      { label: 'appengine.slot', value: '21' },
    ]),
  );
});

test('as many replicas as the share needs: at least one, and no more than there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 99 }), (replicas, percent) => {
      const count = canaryReplicas(replicas, percent);
      expect(count).toBeGreaterThanOrEqual(1);
      expect(count).toBeLessThanOrEqual(replicas);
      expect(count / replicas).toBeGreaterThanOrEqual(percent / 100);
      // Draws below the share are spread over them: each gets some.
      expect(count).toBeLessThanOrEqual(percent);
    }),
  );
});

test('each replica of a canary is led to, and gets nothing else', () => {
  const text = backend(trying(30), 8);
  const servers = [...text.matchAll(/^ {2}server (\S+) .* weight 0$/gm)].map(([, name]) => name);
  const led = [
    ...text.matchAll(/^ {2}use-server (\S+) if \{ var\(txn\.draw\) -m int lt 30 \} \{ var\(txn\.draw\),mod\(3\) -m int eq (\d) \}$/gm),
  ];
  expect(servers).toHaveLength(3);
  expect(led.map(([, name]) => name)).toEqual(servers);
  expect(led.map(([, , rest]) => rest)).toEqual(['0', '1', '2']);
  expect(text.match(/^ {2}server /gm)).toHaveLength(11);
});

test('without a canary nothing is drawn', () => {
  expect(backend(IMAGE)).not.toMatch(/draw|canary|weight/);
});

test('a pool with one writer cannot try a release', () => {
  const stack = tenant();
  const volume = new Volume(stack, 'Data', { name: 'data', content: VolumeContent.data() });
  const props = { image: trying(5), healthCheck, writable: [WritablePath.volume('/data', volume)] };
  expect(() => new RuntimePool(stack, 'Shop', props)).toThrow(
    /^CanaryWritesVolume: acme\/Shop: app "shop" writes data volume "test-acme-data".*--stop/,
  );
});

test('a worker and a job stay with the current release', () => {
  const stack = tenant();
  const image = trying(5);
  new Job(stack, 'Migration', { image });
  const worker = new RuntimePool(stack, 'Worker', { image, healthCheck: HealthCheck.none('it has no port'), listener: Listener.none() });
  expect(worker.canary).toBeUndefined();
  expect(
    DockerTemplate.of(stack)
      .findAll('docker_container')
      .filter(({ values }) => values.image === NEXT.imageName),
  ).toEqual([]);
});

test('its replicas count to the quota', () => {
  const stack = tenant('acme', { quota: { memory: Memory.mebibytes(512) } });
  expect(() => new RuntimePool(stack, 'Shop', { image: trying(5), healthCheck, replicas: 2 })).toThrow(
    'memory of all apps up to here is 768 MiB (Shop 768)',
  );
});

test('a browser that stays with a replica stays with its release', () => {
  const stack = tenant();
  const shop = new RuntimePool(stack, 'Shop', { image: trying(5), healthCheck });
  stack.route('shop.acme.localhost', shop, { policies: [StickySession.cookie()] });
  const uploads = DockerTemplate.of(stack)
    .findAll('docker_container')
    .flatMap(({ values }) => (values.upload ?? []) as readonly { readonly content: string }[]);
  expect(uploads.map(({ content }) => content).join('\n')).toContain(
    'set-var(txn.draw) int(100) if { req.cook(appengine-replica) -m found }',
  );
});
