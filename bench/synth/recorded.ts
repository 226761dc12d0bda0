import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';
import { Container, DockerProvider, Network, Volume } from '../../constructs/cdktf/bindings';
import { AssetType, LocalBackend, TerraformAsset, TerraformOutput, TerraformStack, type App } from '../../constructs/cdktf/framework';

/** What one stack's file has in the format of Terraform; every attribute is written out. */
export interface TerraformJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly output: Readonly<Record<string, { readonly value: unknown; readonly depends_on: readonly string[] }>>;
  readonly provider: { readonly docker: readonly [{ readonly host: string; readonly context: string }] };
  readonly terraform: {
    readonly backend: { readonly local: { readonly path: string } };
    readonly required_providers: { readonly docker: { readonly version: string } };
  };
}

export type Attributes = Readonly<Record<string, unknown>>;

/** Attributes whose keys are data. */
const MAPS = new Set(['environment', 'log_opts', 'sysctls', 'tmpfs']);

export function readStack(outdir: string, stack: string): TerraformJson {
  return JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as TerraformJson;
}

/** A stack whose resources are ready to be passed to the constructors of the bindings. */
export interface RecordedStack {
  readonly name: string;
  readonly json: TerraformJson;
  readonly configs: readonly { readonly type: string; readonly id: string; readonly config: Attributes }[];
}

export function record(outdir: string, name: string): RecordedStack {
  const json = readStack(outdir, name);
  const configs = Object.entries(json.resource).flatMap(([type, resources]) =>
    Object.entries(resources).map(([id, attributes]) => ({
      type,
      id,
      config: type === 'terraform_data' ? attributes : toConfig(attributes),
    })),
  );
  return { name, json, configs };
}

/** The same stack without any construct of ours: what a program of nothing but the provider's bindings does. */
export function declareRecorded(app: App, { name, json, configs }: RecordedStack): void {
  const stack = new TerraformStack(app, name);
  new DockerProvider(stack, 'Docker', json.provider.docker[0]);
  stack.addOverride('terraform.required_providers.docker.version', json.terraform.required_providers.docker.version);
  new LocalBackend(stack, json.terraform.backend.local);
  new TerraformAsset(stack, 'HealthGate', { path: join(packageRoot(), 'bin', 'health-gate'), type: AssetType.DIRECTORY });
  for (const { type, id, config } of configs) {
    switch (type) {
      case 'docker_container':
        new Container(stack, id, config as { name: string; image: string }).overrideLogicalId(id);
        break;
      case 'docker_network':
        new Network(stack, id, config as { name: string }).overrideLogicalId(id);
        break;
      case 'docker_volume':
        new Volume(stack, id, config).overrideLogicalId(id);
        break;
      default:
        // cdktf's own class for `terraform_data` runs `terraform version` for every resource: that would flatter us.
        stack.addOverride(`resource.${type}.${id}`, config);
    }
  }
  for (const [id, { value, depends_on: dependsOn }] of Object.entries(json.output)) {
    new TerraformOutput(stack, id, { staticId: true, value }).addOverride('depends_on', dependsOn);
  }
}

function toConfig({ provisioner, depends_on: dependsOn, ...attributes }: Attributes): Attributes {
  const provisioners = (provisioner ?? []) as readonly { readonly 'local-exec': Attributes }[];
  const addresses = (dependsOn ?? []) as readonly string[];
  return {
    ...(camelCase(attributes) as Attributes),
    ...(provisioners.length === 0 ? {} : { provisioners: provisioners.map((item) => ({ type: 'local-exec', ...item['local-exec'] })) }),
    ...(addresses.length === 0 ? {} : { dependsOn: addresses.map((fqn) => ({ fqn })) }),
  };
}

function camelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCase);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .map(([key, item]) => [
        key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        MAPS.has(key) ? item : camelCase(item),
      ]),
  );
}
