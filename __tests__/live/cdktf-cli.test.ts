import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';
import { describeLive } from './harness/describe-live';
import { noteDeployment } from './harness/deployment-log';
import { isFull } from './harness/full';
import { get } from './harness/http';
import { runCommand, type CommandResult } from './harness/command';
import { Project } from './harness/project';

/** Where nothing is cached OpenTofu is compiled first, which takes long beside another suite. */
const LONGEST_BUILD_MILLISECONDS = 30 * 60_000;

/** The same configuration through cdktf's own command line. */
for (const binary of isFull ? ['terraform', 'tofu'] : ['terraform']) {
  describeLive(`cdktf with ${binary}`, () => {
    let project: Project;

    beforeAll(async () => {
      project = await Project.fixture(`livecdktf${binary}`, { TERRAFORM_BINARY_NAME: binary });
      project.declare({ tenants: { acme: { replicas: 1 } } });
    }, LONGEST_BUILD_MILLISECONDS);

    afterAll(() => project.remove());

    async function cdktf(...args: readonly string[]): Promise<CommandResult> {
      const environment = { ...project.environment, CI: '1' };
      const program = join(packageRoot(), 'node_modules', '.bin', 'cdktf');
      const result = await runCommand(program, args, { cwd: project.directory, environment });
      noteDeployment(project.instance, `cdktf ${args.join(' ')}`, result.seconds);
      return result;
    }

    test('synth, deploy, destroy', async () => {
      expect(await cdktf('synth')).toMatchObject({ exitCode: 0 });
      const deployed = await cdktf('deploy', '*', '--auto-approve', '--skip-provider-lock');
      expect(deployed.stdout + deployed.stderr).toContain('shop.acme.localhost');
      expect(deployed.exitCode).toBe(0);
      expect((await get(project.port, 'shop.acme.localhost', '/healthz')).status).toBe(200);

      // What one way has deployed is no change for the other.
      const containers = await project.containers();
      const { stdout } = await project.appengine('up');
      expect(stdout).toMatch(/platform +no changes[^]*acme +no changes/);
      expect((await cdktf('deploy', '*', '--auto-approve', '--skip-provider-lock')).exitCode).toBe(0);
      expect(await project.containers()).toEqual(containers);

      const destroyed = await cdktf('destroy', '*', '--auto-approve', '--skip-provider-lock');
      expect(destroyed.exitCode).toBe(0);
      expect((await project.containers()).size).toBe(0);
    });
  });
}
