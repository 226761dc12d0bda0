import { Duration, HealthCheck, Job, Listener, RuntimePool, User } from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.http('/healthz');

test('replicas differ by their slot alone', () => {
  const stack = tenant();
  const pool = new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, replicas: 2 });
  const template = DockerTemplate.of(stack);

  for (const [index, replica] of pool.replicas.entries()) {
    const slot = String(index + 1);
    const { values } = template.containerAt(`acme/Shop/Replica${slot}`);
    expect(values).toMatchObject({ name: `test-acme-shop-${slot}-${replica.generation}`, network_mode: 'test-acme-apps' });
    expect(values.labels).toEqual(
      expect.arrayContaining([
        { label: 'appengine.app', value: 'shop' },
        { label: 'appengine.role', value: 'replica' },
        { label: 'appengine.slot', value: slot },
      ]),
    );
  }
  expect(new Set(template.findAll('docker_container', { network_mode: 'test-acme-apps' }).map(({ values }) => values.user)).size).toBe(1);
});

test('a job runs once, before what comes after it', () => {
  const stack = tenant();
  const migration = new Job(stack, 'Migration', { image: IMAGE, timeout: Duration.minutes(2) });
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, after: [migration] });
  const template = DockerTemplate.of(stack);
  const job = template.containerAt('acme/Migration/Container');

  const run = template.resourceAt('terraform_data', 'acme/Migration/Container/Run');

  job.has({ start: false, must_run: false, restart: 'no' });
  job.lacks('healthcheck', 'provisioner');
  expect(job.values.labels).toContainEqual({ label: 'appengine.role', value: 'job' });
  expect(run.values).toMatchObject({ depends_on: [job.address], triggers_replace: [migration.container.generation] });
  expect(run.values.provisioner).toMatchObject([
    { 'local-exec': { interpreter: ['node', expect.anything(), '--until', 'done', '--timeout', '120', '--pids', '256', '--start'] } },
  ]);
  expect(template.containerAt('acme/Shop/Replica1').values.depends_on).toContain(run.address);
});

test('a job can have a user of its own', () => {
  const stack = tenant();
  new Job(stack, 'Migration', { image: IMAGE, user: User.of(60_001) });

  DockerTemplate.of(stack).containerAt('acme/Migration/Container').has({ user: '60001:60001' });
});

test.each(['Shop', '1st', 'shop-', 'a--b', 'gateway', 'shop-egress', '', 'a'.repeat(25)])(
  'the app name %j is refused, of pools and of jobs',
  (name) => {
    const message = `app name ${JSON.stringify(name)} must be 1 to 24 of a-z, 0-9 and single "-", a letter first, not "gateway", and without "-egress" or "-balancer" at its end; set \`name\``;

    expect(() => new RuntimePool(tenant(), 'Shop', { image: IMAGE, healthCheck, name })).toThrow(
      new Error(`AppNameInvalid: acme/Shop: ${message}`),
    );
    expect(() => new Job(tenant(), 'Migration', { image: IMAGE, name })).toThrow(new Error(`AppNameInvalid: acme/Migration: ${message}`));
  },
);

test.each([0, 21, 1.5])('%d replicas are refused', (replicas) => {
  expect(() => new RuntimePool(tenant(), 'Shop', { image: IMAGE, healthCheck, replicas })).toThrow(
    new Error(
      `ReplicasOutOfRange: acme/Shop: replicas ${String(replicas)} must be a whole number from 1 to 20; give each more \`cpu\` and \`memory\` for more`,
    ),
  );
});

test('a grace of more than five minutes is refused', () => {
  expect(() => new RuntimePool(tenant(), 'Shop', { image: IMAGE, healthCheck, stopGrace: Duration.seconds(301) })).toThrow(
    new Error(
      'StopGraceTooLong: acme/Shop/Replica1: stopGrace of 301 s must be at most 300 s; let the program save its work while it runs',
    ),
  );
});

test('no host can lead to a worker', () => {
  const stack = tenant();
  const worker = new RuntimePool(stack, 'Worker', { image: IMAGE, listener: Listener.none(), healthCheck: HealthCheck.command(['true']) });
  stack.route('worker.test', worker);

  expect(() => DockerTemplate.of(stack)).toThrow(
    new Error(
      'RouteToWorker: acme/Worker: pool "worker" listens on no port, so nothing can lead to it; give it Listener.http(port), or drop the route or the use',
    ),
  );
});
