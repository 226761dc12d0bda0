import { readFileSync } from 'node:fs';
import { Certificates, Cpu, HealthCheck, Memory, RuntimePool, User } from '../../constructs';
import { App } from '../../constructs/cdktf/framework';
import { PlatformStack, TenantStack, isWanted } from '../../stacks';
import { PATH, hostOf, nameOf, type Plan } from './plan';

/** So many computed uids would clash: an installation of this size numbers its tenants itself. */
const FIRST_GATEWAY_UID = 60_000;
const FIRST_ISSUER_UID = 61_000;
const FIRST_POOL_UID = 62_000;

const { tenants } = JSON.parse(readFileSync('plan.json', 'utf8')) as Plan;
const app = new App({ stackTraces: false });
const platform = new PlatformStack(app);
for (const tenant of tenants.filter((number) => isWanted(nameOf(number)))) {
  const stack = new TenantStack(app, nameOf(tenant), {
    platform,
    block: tenant,
    gateway: { user: User.of(FIRST_GATEWAY_UID + tenant) },
    certificates: Certificates.internal({ user: User.of(FIRST_ISSUER_UID + tenant) }),
  });
  const web = new RuntimePool(stack, 'Web', {
    image: platform.images.runtimes.staticFiles,
    user: User.of(FIRST_POOL_UID + tenant),
    memory: Memory.mebibytes(32),
    cpu: Cpu.cores(0.1),
    healthCheck: HealthCheck.http(PATH),
  });
  stack.route(hostOf(tenant), web);
}
app.synth();
