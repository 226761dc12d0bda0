import { join } from 'node:path';
import { AppEngineError } from './constructs';
import { App } from './constructs/cdktf/framework';
import { PlatformStack, loadTenants } from './stacks';

async function main(): Promise<void> {
  const app = new App({ stackTraces: false });
  await loadTenants(app, new PlatformStack(app), join(__dirname, 'tenants'));
  app.synth();
}

main().catch((error: unknown) => {
  console.error(error instanceof AppEngineError ? error.message : error);
  process.exitCode = 1;
});
