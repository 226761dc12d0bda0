import { isRecord } from '../../../guidelines/surfaces/block';
import { isComputed } from '../../../guidelines/surfaces/plan/computed';
import type { Json } from '../../../guidelines/surfaces/plan/plan-json';

/**
 * The plan that would leave all as it is: its values are the prior ones of a plan, so that what is deployed has facts as what is planned has.
 * @param pathOf construct of an address
 * @returns the plan, and a configuration that has the paths of constructs alone
 */
export function deployedPart(plan: unknown, pathOf: (address: string) => string): readonly [plan: unknown, configuration: unknown] {
  const { resource_changes: changes, deferred_changes: _deferred, ...rest } = plan as Json;
  const deployed = list(changes).filter(isRecord).map(withPriorValues);
  return [
    // Expressions and programs are those of the new configuration.
    { ...rest, resource_changes: deployed, action_invocations: [], configuration: {} },
    { resource: resourcesOf(deployed, pathOf) },
  ];
}

/** Construct of a resource that is declared no more, from its name: cdktf joins the ids, and adds a hash. */
export function guessedPath(stack: string, address: string): string {
  const [, name = address] = /^\w+\.([\w-]+)$/.exec(address) ?? [];
  return [stack, ...name.replace(/_[0-9A-F]{8}$/, '').split('_')].join('/');
}

function withPriorValues(resource: Json): Json {
  const change = isRecord(resource.change) ? resource.change : {};
  const { before, before_sensitive: sensitive, after_unknown: unknown } = change;
  const type = typeof resource.type === 'string' ? resource.type : '';
  return {
    ...resource,
    change: { actions: ['no-op'], after: isRecord(before) ? withoutComputed(type, before, unknown) : null, after_sensitive: sensitive },
  };
}

/** Without what the engine filled in and will fill in again: it is declared on neither side. */
function withoutComputed(type: string, before: Json, unknown: unknown): Json {
  if (!isRecord(unknown)) return before;
  return Object.fromEntries(Object.entries(before).filter(([name]) => unknown[name] !== true || !isComputed(type, name)));
}

function resourcesOf(deployed: readonly Json[], pathOf: (address: string) => string): Json {
  const resources: Record<string, Record<string, Json>> = {};
  for (const { address, type, name } of deployed) {
    if (typeof address !== 'string' || typeof type !== 'string' || typeof name !== 'string' || address !== `${type}.${name}`) continue;
    resources[type] = { ...resources[type], [name]: { '//': { metadata: { path: pathOf(address) } } } };
  }
  return resources;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
