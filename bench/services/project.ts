import { Cpu, HealthCheck, Listener, MariaDb, Memory, Postgres, RuntimePool, ServiceOffer, ServicePool, Valkey } from '../../constructs';
import { App } from '../../constructs/cdktf/framework';
import { PlatformStack, TenantStack } from '../../stacks';
import { CORES, MEBIBYTES, TENANT } from './plan';

const app = new App({ stackTraces: false });
const services = ServicePool.of(ServiceOffer.postgres(), ServiceOffer.mariadb(), ServiceOffer.valkey());
const platform = new PlatformStack(app, 'platform', { services });
const tenant = new TenantStack(app, TENANT, { platform, quota: { memory: Memory.gibibytes(2), cpu: Cpu.cores(4) } });
const orders = new Postgres(tenant, 'Orders', { memory: Memory.mebibytes(MEBIBYTES), cpu: Cpu.cores(CORES) });
new MariaDb(tenant, 'Ledger');
new Valkey(tenant, 'Cache');
new RuntimePool(tenant, 'Client', {
  image: platform.services.find(tenant, 'postgres').image,
  entrypoint: ['sleep'],
  command: ['infinity'],
  listener: Listener.none(),
  healthCheck: HealthCheck.none('it waits for the commands of the bench'),
  cpu: Cpu.cores(CORES),
  uses: [orders],
});
app.synth();
