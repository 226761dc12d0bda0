import type { Resource } from '../../testing';
import { isRecord } from '../../testing/mismatch';
import type { ArgumentSchema, ArgumentType, BlockSchema, NestedBlockSchema, ProviderSchema } from './provider-schema';

/** Belongs to Terraform, not to the provider. */
const META_ARGUMENTS = new Set(['depends_on', 'lifecycle', 'provisioner']);

/** What the provider would refuse in `resource`, each with the path of the argument. */
export function violations(schema: ProviderSchema, resource: Resource): string[] {
  const block = schema.resources[resource.type];
  if (block === undefined) return [`${resource.type}: unknown resource`];
  const values = Object.fromEntries(Object.entries(resource.values).filter(([name]) => !META_ARGUMENTS.has(name)));
  return violationsOfBlock(block, values, resource.address);
}

function violationsOfBlock(block: BlockSchema, values: Readonly<Record<string, unknown>>, path: string): string[] {
  const given = Object.entries(values).flatMap(([name, value]) => {
    const [argument, nested, where] = [block.arguments[name], block.blocks[name], `${path}.${name}`];
    if (argument !== undefined) return violationsOfArgument(argument, value, where);
    return nested === undefined ? [`${where}: unknown argument`] : violationsOfNested(nested, value, where);
  });
  const required = [
    ...Object.entries(block.arguments).filter(([, { mode }]) => mode === 'required'),
    ...Object.entries(block.blocks).filter(([, { min }]) => min > 0),
  ];
  return [...given, ...required.filter(([name]) => values[name] === undefined).map(([name]) => `${path}.${name}: required, but absent`)];
}

function violationsOfArgument({ type, mode }: ArgumentSchema, value: unknown, path: string): string[] {
  if (mode === 'computed') return [`${path}: computed by the provider, cannot be set`];
  return fits(type, value) ? [] : [`${path}: ${JSON.stringify(value)} is no ${JSON.stringify(type)}`];
}

function violationsOfNested(nested: NestedBlockSchema, value: unknown, path: string): string[] {
  const blocks: readonly unknown[] = Array.isArray(value) ? value : [value];
  const count = `${path}: ${String(blocks.length)} blocks, allowed are ${String(nested.min)} to ${nested.max === 0 ? 'any' : String(nested.max)}`;
  const wrong = blocks.length < nested.min || (nested.max > 0 && blocks.length > nested.max) ? [count] : [];
  return [
    ...wrong,
    ...blocks.flatMap((block, index) => {
      const where = `${path}[${String(index)}]`;
      return isRecord(block) ? violationsOfBlock(nested, block, where) : [`${where}: ${JSON.stringify(block)} is no block`];
    }),
  ];
}

function fits(type: ArgumentType, value: unknown): boolean {
  if (typeof type !== 'string') {
    const [collection, item] = type;
    if (collection === 'map') return isRecord(value) && Object.values(value).every((entry) => fits(item, entry));
    return Array.isArray(value) && value.every((entry) => fits(item, entry));
  }
  return type === 'bool' ? typeof value === 'boolean' : typeof value === type;
}
