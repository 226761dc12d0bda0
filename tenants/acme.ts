import type { Construct } from 'constructs';
import { AppImage, Cpu, HealthCheck, Job, Listener, Memory, Postgres, RuntimePool, Valkey } from '../constructs';
import { TenantStack, type Platform } from '../stacks';

/** A Node web shop with two replicas, whose orders are in PostgreSQL and whose sessions are in Valkey, and a worker without a port that confirms orders. */
export class Acme extends TenantStack {
  constructor(scope: Construct, platform: Platform) {
    super(scope, 'acme', { platform, quota: { memory: Memory.gibibytes(2), cpu: Cpu.cores(3) } });

    const orders = new Postgres(this, 'Orders');
    const sessions = new Valkey(this, 'Sessions', { memory: Memory.mebibytes(64), cpu: Cpu.cores(0.25) });

    const shopImage = AppImage.fromDirectory(this, 'ShopImage', 'apps/shop', { from: { BASE: platform.images.runtimes.node } });
    const migration = new Job(this, 'Migration', {
      image: shopImage,
      command: ['node', 'migrate.js'],
      memory: Memory.mebibytes(128),
      cpu: Cpu.cores(0.25),
      uses: [orders],
    });
    const shop = new RuntimePool(this, 'Shop', {
      image: shopImage,
      replicas: 2,
      healthCheck: HealthCheck.http('/healthz'),
      uses: [orders, sessions],
      after: [migration],
    });
    this.route('shop.acme.localhost', shop);

    new RuntimePool(this, 'Worker', {
      image: AppImage.fromDirectory(this, 'WorkerImage', 'apps/worker', { from: { BASE: platform.images.runtimes.node } }),
      listener: Listener.none(),
      healthCheck: HealthCheck.command(['node', 'healthy.js']),
      uses: [orders],
      after: [migration],
    });
  }
}

export default (scope: Construct, platform: Platform): TenantStack => new Acme(scope, platform);
