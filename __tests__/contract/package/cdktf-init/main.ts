import { join } from 'node:path';
import { PlatformStack, loadTenants } from 'appengine-constructs/stacks';
import { App } from 'cdktf';

async function main(): Promise<void> {
  const app = new App();
  await loadTenants(app, new PlatformStack(app), join(__dirname, 'tenants'));
  app.synth();
}

void main();
