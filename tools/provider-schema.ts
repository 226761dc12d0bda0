/**
 * Writes the provider's own schema, as far as the constructs use it, to `__tests__/contract/provider-schema.json`: `npm run provider-schema`.
 * Needs Terraform and the provider, from the registry or from the mirror that TF_CLI_CONFIG_FILE names; no engine.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArgumentType, BlockSchema, NestedBlockSchema, ProviderSchema } from '../__tests__/contract/provider-schema';

const VERSION = '4.6.0';
const SOURCE = 'kreuzwerker/docker';
const RESOURCES = ['docker_container', 'docker_image', 'docker_network', 'docker_volume'];
const OUTPUT = join(__dirname, '..', '__tests__', 'contract', 'provider-schema.json');

/** The parts of `terraform providers schema -json` that are read here. */
interface TerraformSchemas {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: TerraformBlock } | undefined>> }>
  >;
}

interface TerraformBlock {
  readonly attributes?: Readonly<Record<string, TerraformAttribute>>;
  readonly block_types?: Readonly<Record<string, TerraformNestedBlock>>;
}

interface TerraformAttribute {
  readonly type: ArgumentType;
  readonly required?: boolean;
  readonly optional?: boolean;
}

interface TerraformNestedBlock {
  readonly nesting_mode: string;
  readonly block: TerraformBlock;
  readonly min_items?: number;
  readonly max_items?: number;
}

function readSchemas(): TerraformSchemas {
  const directory = mkdtempSync(join(tmpdir(), 'provider-schema-'));
  try {
    writeFileSync(
      join(directory, 'main.tf.json'),
      JSON.stringify({ terraform: { required_providers: { docker: { source: SOURCE, version: VERSION } } } }),
    );
    execFileSync('terraform', ['init', '-input=false'], { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
    const schemas = execFileSync('terraform', ['providers', 'schema', '-json'], { cwd: directory, encoding: 'utf8' });
    return JSON.parse(schemas) as TerraformSchemas;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function compact({ attributes = {}, block_types: blocks = {} }: TerraformBlock): BlockSchema {
  return {
    arguments: mapValues(attributes, ({ type, required, optional }) => ({
      type,
      mode: required === true ? 'required' : optional === true ? 'optional' : 'computed',
    })),
    blocks: mapValues(blocks, compactNested),
  };
}

function compactNested({ nesting_mode: nesting, block, min_items: min = 0, max_items: max = 0 }: TerraformNestedBlock): NestedBlockSchema {
  return { min, max: nesting === 'single' ? 1 : max, ...compact(block) };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

const [provider] = Object.values(readSchemas().provider_schemas);
const schema: ProviderSchema = {
  version: VERSION,
  resources: Object.fromEntries(
    RESOURCES.map((type) => {
      const resource = provider?.resource_schemas[type];
      if (resource === undefined) throw new Error(`provider ${SOURCE} ${VERSION} has no resource ${type}`);
      return [type, compact(resource.block)];
    }),
  ),
};
writeFileSync(OUTPUT, `${JSON.stringify(schema, undefined, 1)}\n`);
