import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';
import { homeOf } from '../../operations/home';
import { formatDuration } from '../terminal/format';
import type { ProgressCallback } from '../../operations/progress';
import type { Workspace } from '../../operations/workspace';
import { goBuild } from './go-build';
import type { Finding, Step } from './step';

const VERSION = '4.6.0';
const REGISTRIES = ['registry.terraform.io', 'registry.opentofu.org'] as const;
const SOURCE = 'kreuzwerker/docker';
const ANSWER_MILLISECONDS = 3000;

/** The Docker provider: from its registry if that answers, else built from `tools/provider` into a mirror on this machine. */
export class ProviderStep implements Step {
  readonly title = 'Docker provider';
  private readonly mirror: string;
  private readonly configuration: string;

  constructor(workspace: Workspace) {
    this.mirror = join(workspace.cacheDirectory, 'mirror');
    this.configuration = join(workspace.cacheDirectory, 'terraform.rc');
  }

  async check(): Promise<Finding> {
    const built = this.binaries().every(existsSync) && existsSync(this.configuration);
    // Nothing of the user's to respect: no need to ask the network.
    if (built && !this.hasUserConfiguration()) return this.mirrored();
    if (await registryAnswers()) {
      // A variable that names no file only makes Terraform complain; a config of the user's stays.
      const environment = this.hasUserConfiguration() ? {} : { TF_CLI_CONFIG_FILE: undefined };
      return { found: true, subject: 'Docker provider 4', detail: 'from its registry', environment };
    }
    if (built) return this.mirrored();
    return {
      found: false,
      subject: 'Docker provider',
      detail: 'its registry does not answer, and it has not been built on this machine yet',
      fix: '`npx appengine bootstrap` builds it (needs Go, about 2 minutes once)',
    };
  }

  async apply(report: ProgressCallback): Promise<string> {
    const began = Date.now();
    const [first, ...others] = this.binaries();
    const alreadyBuilt = existsSync(first);
    if (!alreadyBuilt) {
      await goBuild(
        {
          module: join(packageRoot(), 'tools', 'provider'),
          package: 'github.com/terraform-providers/terraform-provider-docker',
          variables: [`main.version=${VERSION}`],
          output: first,
        },
        report,
      );
    }
    for (const other of others) {
      await mkdir(dirname(other), { recursive: true });
      await copyFile(first, `${other}.${String(process.pid)}`);
      await rename(`${other}.${String(process.pid)}`, other);
    }
    await writeFile(this.configuration, renderConfiguration(this.mirror));
    if (alreadyBuilt) return "built earlier, from this machine's cache";
    return `built from Go modules in ${formatDuration(Date.now() - began)} (cached from now on)`;
  }

  private mirrored(): Finding {
    return {
      found: true,
      subject: `Docker provider ${VERSION}`,
      detail: "built, from this machine's cache",
      environment: { TF_CLI_CONFIG_FILE: this.configuration },
    };
  }

  /** One per registry name: Terraform and OpenTofu resolve the same source to different ones. */
  private binaries(): [string, ...string[]] {
    const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
    const path = (registry: string): string =>
      join(this.mirror, registry, SOURCE, VERSION, platform, `terraform-provider-docker_v${VERSION}`);
    return [path(REGISTRIES[0]), path(REGISTRIES[1])];
  }

  private hasUserConfiguration(): boolean {
    const named = process.env.TF_CLI_CONFIG_FILE;
    const home = homeOf(process.env);
    const own = home === undefined ? [] : [join(home, '.terraformrc'), join(home, '.tofurc')];
    const candidates = named === undefined ? own : [named];
    return candidates.some((file) => file !== this.configuration && existsSync(file));
  }
}

/** Terraform's CLI configuration that takes this one provider from the mirror and every other from its registry. */
export function renderConfiguration(mirror: string): string {
  const sources = REGISTRIES.map((registry) => JSON.stringify(`${registry}/${SOURCE}`)).join(', ');
  return [
    'provider_installation {',
    '  filesystem_mirror {',
    `    path    = ${JSON.stringify(mirror)}`,
    `    include = [${sources}]`,
    '  }',
    '  direct {',
    `    exclude = [${sources}]`,
    '  }',
    '}',
    '',
  ].join('\n');
}

async function registryAnswers(): Promise<boolean> {
  try {
    const discovery = await fetch(`https://${REGISTRIES[0]}/.well-known/terraform.json`, {
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
    });
    const document: unknown = discovery.ok ? await discovery.json() : undefined;
    return typeof document === 'object' && document !== null && 'providers.v1' in document;
  } catch {
    return false;
  }
}
