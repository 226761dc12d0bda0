import { HealthCheck, ImageReference, RuntimePool } from 'appengine-constructs/constructs';
import { TenantStack, type Platform } from 'appengine-constructs/stacks';
import type { Construct } from 'constructs';

// Only `import` can load a module that waits.
const digest = await Promise.resolve('a'.repeat(64));

export default (scope: Construct, platform: Platform): TenantStack => {
  const tenant = new TenantStack(scope, 'acme', { platform });
  const image = ImageReference.digest(`docker.io/library/nginx@sha256:${digest}`);
  tenant.route('www.acme.localhost', new RuntimePool(tenant, 'Web', { image, healthCheck: HealthCheck.http('/') }));
  return tenant;
};
