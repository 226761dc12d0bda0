import type { Construct } from 'constructs';
import { AppImage, Cpu, HealthCheck, Listener, Memory, RuntimePool } from '../constructs';
import { TenantStack, type Platform } from '../stacks';

/** A Node web shop with two replicas, and a worker without a port. */
export class Acme extends TenantStack {
  constructor(scope: Construct, platform: Platform) {
    super(scope, 'acme', { platform, quota: { memory: Memory.gibibytes(1), cpu: Cpu.cores(2) } });

    const shop = new RuntimePool(this, 'Shop', {
      image: AppImage.fromDirectory(this, 'ShopImage', 'apps/shop', { from: { BASE: platform.images.runtimes.node } }),
      replicas: 2,
      healthCheck: HealthCheck.http('/healthz'),
    });
    this.route('shop.acme.localhost', shop);

    new RuntimePool(this, 'Worker', {
      image: AppImage.fromDirectory(this, 'WorkerImage', 'apps/worker', { from: { BASE: platform.images.runtimes.node } }),
      listener: Listener.none(),
      healthCheck: HealthCheck.command(['node', 'healthy.js']),
    });
  }
}

export default (scope: Construct, platform: Platform): TenantStack => new Acme(scope, platform);
