import { DockerHost, HealthCheck, Instance, Owner, RuntimePool, User, type IContainerImage } from '../../constructs';
import { userOf } from '../../constructs/tenancy/user-plan';
import { App, TerraformStack } from '../../constructs/terraform/framework';
import { TenantStack, type Platform } from '../../stacks';

const POOLS = ['Web', 'Api'];
const REPLICAS = 2;
/** Above the uids that gateways compute for themselves. */
const FIRST_POOL_UID = 60_000;

/** Makes one variant's stacks in an app that is synthesized afterwards. */
export type Declare = (app: App, tenants: readonly string[]) => void;

/** A fleet of tenants with two pools of two replicas and a gateway each, as a user of the constructs writes it. */
export function declareFleet(app: App, tenants: readonly string[]): void {
  const platform = literalPlatform();
  const shopImage = image('shop');
  tenants.forEach((tenant, block) => {
    const stack = new TenantStack(app, tenant, { platform, block });
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

/** Names of tenants whose gateways have different uids: those are computed from the name, and of a thousand some would clash. */
export function tenantNames(count: number): readonly string[] {
  const { instance, host } = literalPlatform();
  const app = new App({ stackTraces: false });
  const names: string[] = [];
  for (let candidate = 1; names.length < count; candidate += 1) {
    const name = `tenant-${String(candidate)}`;
    const stack = new TerraformStack(app, name);
    Owner.attach(stack, new Owner(instance, host, name));
    try {
      userOf(stack, 'gateway');
      names.push(name);
    } catch {
      // Taken by an earlier name.
    }
  }
  return names;
}

/** Only names: nothing is built, so that the time is that of the tenants alone. */
function literalPlatform(): Platform {
  const instance = new Instance({ name: 'bench', httpPort: 8080, projectDirectory: process.cwd() });
  const names = ['base', 'gateway', 'node', 'python', 'staticFiles'] as const;
  const images = Object.fromEntries(names.map((name) => [name, image(name)])) as Record<(typeof names)[number], IContainerImage>;
  return { instance, host: DockerHost.unix('/var/run/docker.sock'), images };
}

function image(repository: string): IContainerImage {
  return { imageName: `bench/${repository.toLowerCase()}:000000000000`, dependables: [] };
}
