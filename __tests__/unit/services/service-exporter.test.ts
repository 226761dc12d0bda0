import { Cpu, HealthCheck, MariaDb, Memory, Postgres, RuntimePool, ServiceMetrics, Valkey } from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const quota = { memory: Memory.gibibytes(8), cpu: Cpu.cores(8) };
const metrics = ServiceMetrics.exporter();

function fileOf(template: DockerTemplate, path: string): unknown {
  const [upload] = template.containerAt(path).values.upload as readonly { readonly content: string }[];
  return JSON.parse(upload?.content ?? '');
}

test('an exporter is a user of the service, in the network of operators', () => {
  const stack = tenant('acme', { quota });
  const orders = new Postgres(stack, 'Orders', { metrics });
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.tcp(), uses: [orders] });
  const template = DockerTemplate.of(stack);
  const { values } = template.containerAt('acme/Orders/Exporter/Container');
  expect(values).toMatchObject({
    entrypoint: ['agent', 'exporter'],
    command: ['run', 'postgres', expect.stringMatching(/^10\.10\d\.\d+\.0\/22$/) as string, '/bindings/orders'],
    memory: 64,
    read_only: true,
  });
  expect(values.networks_advanced).toEqual([
    expect.objectContaining({ name: 'test-acme-orders-metrics-alone' }),
    expect.objectContaining({ name: 'test-acme-orders-bindings', aliases: ['orders--metrics-1.users.appengine.internal'] }),
    expect.objectContaining({ name: 'test-operations', aliases: ['orders.acme.metrics.appengine.internal'] }),
  ]);
  expect(fileOf(template, 'acme/Orders/Users/Loader')).toEqual(['orders--metrics-1', 'shop-1']);
  // The server itself is in no network of operators.
  expect(JSON.stringify(template.containerAt('acme/Orders/Container').values)).not.toContain('operations');
});

test('MariaDB and Valkey have one as well, and none is the default', () => {
  const stack = tenant('acme', { quota });
  new MariaDb(stack, 'Ledger', { metrics: ServiceMetrics.exporter({ memory: Memory.mebibytes(96), cpu: Cpu.cores(0.2) }) });
  new Valkey(stack, 'Cache', { metrics });
  new Valkey(stack, 'Sessions', { metrics: ServiceMetrics.none() });
  const template = DockerTemplate.of(stack);
  expect(template.containerAt('acme/Ledger/Exporter/Container').values).toMatchObject({ memory: 96 });
  expect((template.containerAt('acme/Cache/Exporter/Container').values.command as readonly string[])[1]).toBe('valkey');
  expect(() => template.containerAt('acme/Sessions/Exporter/Container')).toThrow();
});
