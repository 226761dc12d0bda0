import { isExpression, isRecord } from '../../../../guidelines/surfaces/block';
import type { Arguments } from '../../../../guidelines/cases/configuration';

/** Blocks of the provider that are not lists in what a plan says of a resource. */
const LISTED = new Set([
  ...['build', 'capabilities', 'device_requests', 'devices', 'healthcheck', 'labels', 'mounts', 'networks_advanced', 'ports', 'ulimit'],
  ...['volumes', 'bind_options', 'tmpfs_options', 'volume_options', 'docker_container', 'remote', 'upload', 'auth_config'],
]);

/** The plan that Terraform makes of a configuration of one resource or one provider: expressions are unknown, and texts are evaluated. */
export function planOf({ resource = {}, provider = {} }: Arguments): Arguments {
  const declared = Object.entries(resource as Record<string, Record<string, Arguments>>).flatMap(([type, bodies]) =>
    Object.entries(bodies).map(([name, body]) => ({ address: `${type}.${name}`, mode: 'managed', type, name, body })),
  );
  return {
    format_version: '1.2',
    planned_values: {},
    resource_changes: declared.map(({ body: { provisioner, ...body }, ...identity }) => ({
      ...identity,
      change: { actions: ['create'], before: null, after: valuesOf(body), after_unknown: unknownOf(body), after_sensitive: {} },
    })),
    configuration: {
      provider_config: Object.fromEntries(
        Object.entries(provider as Record<string, Arguments>).map(([name, body]) => [name, { name, expressions: expressionsOf(body) }]),
      ),
      root_module: {
        resources: declared.map(({ body: { provisioner, ...body }, ...identity }) => ({
          ...identity,
          provisioners: listOf(provisioner).flatMap((item) =>
            Object.entries(item as Arguments).map(([type, inner]) => ({ type, expressions: expressionsOf(inner as Arguments) })),
          ),
          expressions: expressionsOf(body),
        })),
      },
    },
  };
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isUnknown(value: unknown): boolean {
  return typeof value === 'string' && isExpression(value);
}

/** A map whose keys are unknown is unknown as a whole. */
function hasUnknownKey(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).some(isExpression);
}

function valuesOf(body: Arguments): Arguments {
  return Object.fromEntries(
    Object.entries(body)
      .filter(([name, value]) => name !== 'dynamic' && name !== '//' && !isUnknown(value) && !hasUnknownKey(value))
      .map(([name, value]) => [name, valueOf(LISTED.has(name) && value !== null ? listOf(value) : value)]),
  );
}

function valueOf(value: unknown): unknown {
  if (isUnknown(value)) return null;
  if (Array.isArray(value)) return value.map(valueOf);
  if (isRecord(value)) return valuesOf(value);
  return typeof value === 'string' ? value.replace(/([$%])\1(?=\{)/g, '$1') : value;
}

function unknownOf(body: Arguments): Arguments {
  const dynamic = listOf(body.dynamic).flatMap((generator) => Object.keys(generator as Arguments));
  return {
    ...Object.fromEntries(
      Object.entries(body)
        .filter(([name, value]) => name !== 'dynamic' && name !== '//' && value !== null)
        .map(([name, value]) => [name, hasUnknownKey(value) || maskOf(LISTED.has(name) && !isUnknown(value) ? listOf(value) : value)]),
    ),
    ...Object.fromEntries(dynamic.map((name) => [name, true])),
  };
}

function maskOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskOf);
  return isRecord(value) ? unknownOf(value) : isUnknown(value);
}

function expressionsOf(body: Arguments): Arguments {
  return Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => name !== 'dynamic' && name !== '//')
      .map(([name, value]) => [name, LISTED.has(name) && !isUnknown(value) ? blocksOf(value) : expressionOf(value)]),
  );
}

function blocksOf(value: unknown): readonly unknown[] {
  return listOf(value).filter(isRecord).map(expressionsOf);
}

function expressionOf(value: unknown): Arguments {
  const references = [...JSON.stringify(value).matchAll(/(?<!\$)\$\{([^{}]*)\}/g)].map(([, reference]) => reference);
  if (references.length > 0) return { references };
  return value === null ? {} : { constant_value: valueOf(value) };
}
