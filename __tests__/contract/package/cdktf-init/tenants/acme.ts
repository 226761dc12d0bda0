import { HealthCheck, ImageReference, RuntimePool } from 'appengine-constructs/constructs';
import { TenantStack, type Platform } from 'appengine-constructs/stacks';
import type { Construct } from 'constructs';

/** Extends a class of the package. */
export class Acme extends TenantStack {
  constructor(scope: Construct, platform: Platform) {
    super(scope, 'acme', { platform });
    const image = ImageReference.digest(`docker.io/library/nginx@sha256:${'a'.repeat(64)}`);
    this.route('www.acme.localhost', new RuntimePool(this, 'Web', { image, healthCheck: HealthCheck.http('/') }));
  }
}

export default (scope: Construct, platform: Platform): TenantStack => new Acme(scope, platform);
