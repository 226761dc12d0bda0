import { Certificates, DockerHost, HealthCheck, Instance, RuntimePool, User, type IContainerImage } from '../../constructs';
import type { App } from '../../constructs/cdktf/framework';
import { TenantStack, type Platform } from '../../stacks';
import { platformImages } from '../../stacks/platform-images';

const INSTANCE = new Instance({ name: 'bench', httpPort: 8080, httpsPort: 8443, projectDirectory: process.cwd() });
const POOLS = ['Web', 'Api'];
const REPLICAS = 2;
/** So many computed uids would clash: an installation of this size numbers its tenants itself. */
const FIRST_GATEWAY_UID = 60_000;
const FIRST_ISSUER_UID = 61_000;
const FIRST_POOL_UID = 62_000;

/** Makes one variant's stacks in an app that is synthesized afterwards. */
export type Declare = (app: App, tenants: readonly string[]) => void;

/** A fleet of tenants with two pools of two replicas and a gateway each, as a user of the constructs writes it. */
export function declareFleet(app: App, tenants: readonly string[]): void {
  const platform = literalPlatform();
  const shopImage = image('shop');
  tenants.forEach((tenant, block) => {
    const stack = new TenantStack(app, tenant, {
      platform,
      block,
      gateway: { user: User.of(FIRST_GATEWAY_UID + block) },
      certificates: Certificates.internal({ user: User.of(FIRST_ISSUER_UID + block) }),
    });
    POOLS.forEach((id, index) => {
      const pool = new RuntimePool(stack, id, {
        image: shopImage,
        replicas: REPLICAS,
        user: User.of(FIRST_POOL_UID + block * POOLS.length + index),
        healthCheck: HealthCheck.http('/healthz'),
      });
      stack.route(`${pool.name}.${tenant}.localhost`, pool);
    });
  });
}

export function tenantNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `tenant-${String(index + 1)}`);
}

/** Only names: nothing is built, so that the time is that of the tenants alone. */
function literalPlatform(): Platform {
  return { instance: INSTANCE, host: DockerHost.unix('/var/run/docker.sock'), images: platformImages(image) };
}

function image(repository: string): IContainerImage {
  return { imageName: INSTANCE.imageName(repository, '000000000000'), dependables: [] };
}
