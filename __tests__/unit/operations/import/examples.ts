import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from '../../../../constructs/cdktf/framework';
import * as constructs from '../../../../constructs';
import { packageRoot } from '../../../../constructs/package-root';
import { importApp } from '../../../../operations/import/import-app';
import type { TenantPlan } from '../../../../operations/import/plan/tenant-plan';
import { writeTenant } from '../../../../operations/import/typescript/write-tenant';
import * as stacks from '../../../../stacks';
import { DockerTemplate } from '../../../../testing';
import { run } from '../../docs/run';

const EXAMPLES = join(packageRoot(), '__tests__', 'fixture', 'import');
const FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml', 'Procfile', 'config/deploy.yml'];

/** Applications in the forms in which people have them. */
export const examples: readonly string[] = readdirSync(EXAMPLES).sort();

/** An application that was imported. */
export interface Imported {
  readonly example: string;
  /** Path of its file in its directory. */
  readonly file: string;
  readonly plan: TenantPlan;
  readonly text: string;
}

/** Imports an example as a tenant of its name. */
export async function imported(example: string): Promise<Imported> {
  const root = join(EXAMPLES, example);
  const present = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const file = FILES.find((candidate) => present.includes(candidate)) ?? '';
  const plan = importApp(join(root, file), { tenant: example, root });
  return { example, file, plan, text: await writeTenant(plan) };
}

/** Input of a synth besides the tenant. */
export interface Project {
  /** By their paths in the project. */
  readonly files?: Readonly<Record<string, string>>;
  readonly registries?: readonly string[];
}

/** Synthesizes a tenant in a copy of its example, as `appengine up` does. @throws AppEngineError of the tenant */
export function synthesized(example: string, text: string, { files = {}, registries = [] }: Project = {}): DockerTemplate {
  const directory = mkdtempSync(join(tmpdir(), 'import-'));
  const before = process.cwd();
  try {
    cpSync(join(EXAMPLES, example), directory, { recursive: true });
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(directory, dirname(path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
    process.chdir(directory);
    const module: { default?: (app: App, platform: stacks.Platform) => stacks.TenantStack } = {};
    run(text, { 'appengine-constructs/constructs': constructs, 'appengine-constructs/stacks': stacks }, module);
    mkdirSync(join(directory, 'cdktf.out', 'stacks'), { recursive: true });
    const app = new App({ outdir: join(directory, 'cdktf.out'), stackTraces: false, hclOutput: false });
    const platform = new stacks.PlatformStack(app, 'platform', {
      instance: new constructs.Instance({ name: 'test', httpPort: 8080, httpsPort: 8443, projectDirectory: directory }),
      host: constructs.DockerHost.unix('/var/run/docker.sock'),
      services: constructs.ServicePool.all(),
      registries,
    });
    const tenant = module.default?.(app, platform);
    if (tenant === undefined) throw new TypeError(`${example} exports no tenant`);
    return DockerTemplate.of(tenant);
  } finally {
    process.chdir(before);
    rmSync(directory, { recursive: true });
  }
}

/** Files of an example as its user corrects them, besides secrets. */
const CORRECTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  procfile: { Procfile: 'release: node migrate.js\nweb: node server.js\nworker: node worker.js\nclock: node clock.js\n' },
  voting: { 'worker/Dockerfile': 'FROM golang:1.23\nCOPY . .\nCMD ["/worker"]\n' },
};

/** Does what "To do" says and stops a synth: pins images, names registries, gives secrets and the commands of images. */
export function completed({ example, plan, text }: Imported): {
  readonly text: string;
  readonly project: Project;
  readonly environment: Readonly<Record<string, string>>;
} {
  const digest = `@sha256:${'0123456789abcdef'.repeat(4)}`;
  const pinned = text.replaceAll(
    /ImageReference\.digest\('([^'@]+)'\)/g,
    (_, image: string) => `ImageReference.digest('${image}${digest}')`,
  );
  return {
    text: pinned.replaceAll(/new (?:RuntimePool|Job)\([^]*?\n {4}\}\);/g, (pool) =>
      /command:|entrypoint:|fromSource/.test(pool) || !pool.includes('withEnvironment')
        ? pool
        : pool.replace(/image: .*\n/, `$&command: ['start'],\n`),
    ),
    project: {
      files: {
        ...CORRECTED[example],
        ...Object.fromEntries([...text.matchAll(/Secret\.fromFile\(this, '\w+', '([^']+)'/g)].map(([, path = '']) => [path, 'value\n'])),
      },
      registries: registriesOf(plan),
    },
    environment: Object.fromEntries(
      [...text.matchAll(/Secret\.fromEnvironment\(this, '\w+', '([^']+)'/g)].map(([, name = '']) => [name, 'value']),
    ),
  };
}

/** As the remark on `main.ts` names them. */
export function registriesOf({ remarks }: TenantPlan): readonly string[] {
  const list = /registries: \[([^\]]+)\]/.exec(remarks.find(({ key }) => key === 'main.ts')?.text ?? '')?.[1] ?? '';
  return [...list.matchAll(/'([^']+)'/g)].map(([, registry = '']) => registry);
}
