import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from './constructs/terraform/framework';
import { PlatformStack, type TenantStack, type Platform } from './stacks';

/** What a file in tenants/ exports: a function that adds the tenant's stack. */
interface TenantModule {
  readonly default: (app: App, platform: Platform) => TenantStack;
}

const app = new App({ stackTraces: false });
const platform = new PlatformStack(app);

const directory = join(__dirname, 'tenants');
for (const file of readdirSync(directory).filter((name) => /^[a-z][a-z0-9-]*\.ts$/.test(name)).sort()) {
  // eslint
  (require(join(directory, file)) as TenantModule).default(app, platform);
}

app.synth();
