import { Cpu, HealthCheck, Job, Memory, RuntimePool } from '../../../constructs';
import type { TenantStack } from '../../../stacks';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.tcp();

function withQuota(): TenantStack {
  return tenant('acme', { quota: { memory: Memory.mebibytes(512), cpu: Cpu.cores(2) } });
}

test('admits what fits exactly', () => {
  const stack = withQuota();
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, replicas: 2, memory: Memory.mebibytes(128), cpu: Cpu.cores(0.75) });

  expect(() => new Job(stack, 'Migration', { image: IMAGE, memory: Memory.mebibytes(256), cpu: Cpu.cores(0.5) })).not.toThrow();
});

test('admits twenty times 0.1 of 2 cores, which is a little more in floating point', () => {
  expect(
    () =>
      new RuntimePool(withQuota(), 'Shop', { image: IMAGE, healthCheck, replicas: 20, memory: Memory.mebibytes(16), cpu: Cpu.cores(0.1) }),
  ).not.toThrow();
});

test('stops at too much memory', () => {
  const stack = withQuota();
  new Job(stack, 'Migration', { image: IMAGE, memory: Memory.mebibytes(256) });

  expect(() => new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, replicas: 2, memory: Memory.mebibytes(200) })).toThrow(
    new Error(
      "QuotaExceeded: acme/Shop: memory of all apps up to here is 656 MiB (Migration 256, Shop 400), the tenant's quota is 512 MiB; lower `memory` or `replicas`, or raise `quota` of the tenant's stack",
    ),
  );
});

test('is that of every tenant where it is not said', () => {
  const large = { image: IMAGE, healthCheck, memory: Memory.mebibytes(1025), cpu: Cpu.cores(0.1), replicas: 2 };

  expect(() => new RuntimePool(tenant('acme', { quota: { cpu: Cpu.cores(8) } }), 'Shop', large)).toThrow(/the tenant's quota is 2048 MiB/);
  expect(() => new RuntimePool(tenant('acme', { quota: { memory: Memory.gibibytes(8) } }), 'Shop', large)).not.toThrow();
});

test('stops at too much cpu', () => {
  const pool = { image: IMAGE, healthCheck, replicas: 3, memory: Memory.mebibytes(16), cpu: Cpu.cores(0.7) };

  expect(() => new RuntimePool(withQuota(), 'Shop', pool)).toThrow(
    new Error(
      "QuotaExceeded: acme/Shop: cpu of all apps up to here is 2.10 cores (Shop 2.10), the tenant's quota is 2; lower `cpu` or `replicas`, or raise `quota` of the tenant's stack",
    ),
  );
});

test.each([{ memory: Memory.unlimited('there is no limit to it') }, { cpu: Cpu.unlimited('there is no limit to it') }])(
  'without a limit nothing fits (%#)',
  (limits) => {
    expect(() => new RuntimePool(withQuota(), 'Shop', { image: IMAGE, healthCheck, ...limits })).toThrow(/^QuotaExceeded: acme\/Shop: /);
  },
);
