import { existsSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { packageRoot } from '../../constructs/package-root';
import { findProgram } from '../process/find-program';
import { runToSuccess } from '../../operations/process/run';
import { formatDuration } from '../terminal/format';
import type { ProgressCallback } from '../../operations/progress';
import type { Session } from '../../operations/session';
import { adoptEnvironment, TOOL_ENVIRONMENT } from './environment';
import { builtDirectory, goBuild } from './go-build';
import type { Finding, Step } from './step';

const MODULE = join(packageRoot(), 'tools', 'tofu');

/** Terraform or OpenTofu: the one that `TERRAFORM_BINARY_NAME` names, else one on PATH, else OpenTofu built from `tools/tofu`. */
export class TerraformStep implements Step {
  readonly title = 'Terraform';
  private readonly builtBinary: string;

  constructor(session: Session) {
    this.builtBinary = join(builtDirectory(session.workspace.cacheDirectory, MODULE), 'tofu');
  }

  async check(): Promise<Finding> {
    const chosen = process.env.TERRAFORM_BINARY_NAME;
    const onPath = (chosen === undefined ? ['terraform', 'tofu'] : [chosen])
      .map((name) => findProgram(name))
      .find((file) => file !== undefined);
    if (onPath !== undefined && onPath !== this.builtBinary) {
      const name = chosen ?? basename(onPath);
      return { found: true, subject: await describe(onPath), detail: 'on PATH', environment: { TERRAFORM_BINARY_NAME: name } };
    }
    if (existsSync(this.builtBinary)) {
      return {
        found: true,
        subject: await describe(this.builtBinary),
        detail: "built, from this machine's cache",
        environment: this.builtEnvironment(),
      };
    }
    return {
      found: false,
      subject: 'Terraform',
      detail: chosen === undefined ? 'neither terraform nor tofu is on PATH' : `TERRAFORM_BINARY_NAME=${chosen} is not on PATH`,
      fix: 'install Terraform or OpenTofu, or let `npx appengine bootstrap` build OpenTofu (needs Go, about 4 minutes once)',
    };
  }

  async apply(report: ProgressCallback): Promise<string> {
    const began = Date.now();
    await goBuild(
      {
        module: MODULE,
        package: 'github.com/opentofu/opentofu/cmd/tofu',
        // Without it OpenTofu calls itself a development build.
        variables: ['github.com/opentofu/opentofu/version.dev=no'],
        output: this.builtBinary,
      },
      report,
    );
    return `built from Go modules in ${formatDuration(Date.now() - began)} (cached from now on)`;
  }

  private builtEnvironment(): Record<string, string> {
    const directory = dirname(this.builtBinary);
    const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== directory);
    return { TERRAFORM_BINARY_NAME: 'tofu', PATH: [directory, ...path].join(delimiter) };
  }
}

/** Lets this process use the Terraform that there is. @throws AppEngineError BootstrapIncomplete */
export async function useTerraform(session: Session): Promise<void> {
  const { found, detail, fix, environment } = await new TerraformStep(session).check();
  if (!found) throw new AppEngineError('BootstrapIncomplete', `${detail}; ${fix ?? 'run `npx appengine bootstrap`'}`);
  adoptEnvironment({ ...TOOL_ENVIRONMENT, ...environment });
}

async function describe(binary: string): Promise<string> {
  const { stdout } = await runToSuccess(binary, ['version', '-json'], { environment: { ...process.env, CHECKPOINT_DISABLE: '1' } });
  // Complaints about the CLI configuration come before the document.
  const version = JSON.parse(stdout.slice(Math.max(0, stdout.indexOf('{')))) as { terraform_version?: string };
  return `${basename(binary) === 'tofu' ? 'OpenTofu' : 'Terraform'} ${version.terraform_version ?? '(unknown version)'}`;
}
