import { AppImage, Cpu, HealthCheck, Memory, RuntimePool } from 'appengine-constructs/constructs';
import { TenantStack, type Platform } from 'appengine-constructs/stacks';
import type { Construct } from 'constructs';

/** A static site in two containers. */
export class Hello extends TenantStack {
  constructor(scope: Construct, platform: Platform) {
    super(scope, 'hello', { platform });

    const site = new RuntimePool(this, 'Site', {
      image: AppImage.fromDirectory(this, 'SiteImage', 'apps/site', { from: { BASE: platform.images.runtimes.staticFiles } }),
      replicas: 2,
      memory: Memory.mebibytes(64),
      cpu: Cpu.cores(0.25),
      healthCheck: HealthCheck.http('/healthz'),
    });
    this.route('www.hello.localhost', site);
  }
}

export default (scope: Construct, platform: Platform): TenantStack => new Hello(scope, platform);
