import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DockerHost } from '../constructs/host/docker-host';
import { Instance } from '../constructs/host/instance';
import { App } from '../constructs/cdktf/framework';
import { ServicePool } from '../constructs/service-pool/service-pool';
import { PlatformStack } from '../stacks';

/**
 * An app whose synthesized stacks are the same on every machine, in every directory and under every environment:
 * `new TestApp()`, then `DockerTemplate.of(new MyTenant(app, app.platform))`.
 */
export class TestApp extends App {
  /** A platform named `test` on the engine's default socket, with its router on port 8080 and every type of service. */
  readonly platform: PlatformStack;

  /** @param projectDirectory where the project's main.ts is; only paths relative to it appear in a stack */
  constructor(projectDirectory: string = process.cwd()) {
    const outdir = join(projectDirectory, 'cdktf.out');
    // cdktf makes it only when it is missing, which two test processes can see at the same time.
    mkdirSync(join(outdir, 'stacks'), { recursive: true });
    super({ outdir, stackTraces: false, hclOutput: false });
    this.platform = new PlatformStack(this, 'platform', {
      instance: new Instance({ name: 'test', httpPort: 8080, httpsPort: 8443, projectDirectory }),
      host: DockerHost.unix('/var/run/docker.sock'),
      registries: ['registry.test'],
      services: ServicePool.all(),
    });
  }
}
