import { join } from 'node:path';
import { AppEngineError, ServiceOffer, ServicePool } from './constructs';
import { App } from './constructs/cdktf/framework';
import { PlatformStack, loadTenants } from './stacks';

async function main(): Promise<void> {
  const app = new App({ stackTraces: false });
  const services = ServicePool.of(ServiceOffer.postgres(), ServiceOffer.mariadb(), ServiceOffer.valkey());
  await loadTenants(app, new PlatformStack(app, 'platform', { services }), join(__dirname, 'tenants'));
  app.synth();
}

main().catch((error: unknown) => {
  console.error(error instanceof AppEngineError ? error.message : error);
  process.exitCode = 1;
});
