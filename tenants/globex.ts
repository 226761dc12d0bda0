import type { Construct } from 'constructs';
import { AppImage, Cpu, HealthCheck, MariaDb, Memory, RuntimePool } from '../constructs';
import { TenantStack, type Platform } from '../stacks';

/** A Python API with two replicas, whose quotes are in MariaDB, and a static site. */
export class Globex extends TenantStack {
  constructor(scope: Construct, platform: Platform) {
    super(scope, 'globex', { platform, quota: { memory: Memory.gibibytes(1), cpu: Cpu.cores(2) } });

    const quotes = new MariaDb(this, 'Quotes');
    const api = new RuntimePool(this, 'Api', {
      image: AppImage.fromDirectory(this, 'ApiImage', 'apps/api', { from: { BASE: platform.images.runtimes.python } }),
      replicas: 2,
      healthCheck: HealthCheck.http('/healthz'),
      uses: [quotes],
    });
    this.route('api.globex.localhost', api);

    const site = new RuntimePool(this, 'Site', {
      image: AppImage.fromDirectory(this, 'SiteImage', 'apps/site', { from: { BASE: platform.images.runtimes.staticFiles } }),
      memory: Memory.mebibytes(64),
      cpu: Cpu.cores(0.25),
      healthCheck: HealthCheck.http('/healthz'),
    });
    this.route('www.globex.localhost', site);
  }
}

export default (scope: Construct, platform: Platform): TenantStack => new Globex(scope, platform);
