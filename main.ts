import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { AppEngineError } from './constructs';
import { App } from './constructs/cdktf/framework';
import { PlatformStack, isWanted, type Platform, type TenantStack } from './stacks';

/** What a file in tenants/ exports: a function that adds the tenant's stack. */
interface TenantModule {
  readonly default: (app: App, platform: Platform) => TenantStack;
}

const TENANTS = join(__dirname, 'tenants');

async function main(): Promise<void> {
  const app = new App({ stackTraces: false });
  const platform = new PlatformStack(app);
  for (const file of readdirSync(TENANTS)
    .filter((name) => /^[a-z][a-z0-9-]*\.ts$/.test(name) && isWanted(parse(name).name))
    .sort()) {
    const tenant = (await import(join(TENANTS, file))) as TenantModule;
    tenant.default(app, platform);
  }
  app.synth();
}

main().catch((error: unknown) => {
  // The errors of this library say all that helps; a stack trace would bury it.
  process.stderr.write(`${error instanceof AppEngineError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
});
