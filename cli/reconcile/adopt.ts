import { randomUUID } from 'node:crypto';
import type { PlannedResource } from '../../operations/terraform/planned-resource';
import type { StateInstance, StateResource, TerraformState } from '../../operations/state/terraform-state';
import type { DeclaredResource } from './declared';

const RUNNER = 'terraform_data';

/**
 * Puts resources that exist into the state, as if the planned apply had made them. The names of containers carry a hash of all their arguments: what bears
 * the declared name is what is declared.
 * @param adopted ids by address
 */
export function adopt(
  state: TerraformState,
  adopted: ReadonlyMap<string, string>,
  planned: readonly PlannedResource[],
  declared: ReadonlyMap<string, DeclaredResource>,
): TerraformState {
  const ids = new Map(adopted);
  const exists = new Set([...adopted.keys(), ...state.resources.map(({ type, name }) => `${type}.${name}`)]);
  for (const { address, type, dependencies } of declared.values()) {
    const containers = dependencies.filter((dependency) => dependency.startsWith('docker_container.'));
    // A reload, or the run of a job: it has happened when all that it is about is there.
    if (type === RUNNER && !exists.has(address) && containers.length > 0 && containers.every((container) => exists.has(container))) {
      ids.set(address, randomUUID());
    }
  }
  const found = planned.flatMap((resource) => {
    const id = ids.get(resource.address);
    return id === undefined ? [] : [stateResource(resource, id, declared)];
  });
  const kept = state.resources.flatMap((resource) => {
    const replaced = found.find(({ type, name }) => type === resource.type && name === resource.name);
    if (replaced === undefined) return [resource];
    // What the state called current is one of those that were replaced.
    const others = resource.instances.map((instance) =>
      instance.deposed === undefined ? { ...instance, deposed: deposedKey() } : instance,
    );
    found.splice(found.indexOf(replaced), 1);
    return [{ ...replaced, instances: [...replaced.instances, ...others] }];
  });
  return { ...state, resources: [...kept, ...found] };
}

function stateResource(
  { address, type, name, provider_name: provider, schema_version: schemaVersion, values }: PlannedResource,
  id: string,
  declared: ReadonlyMap<string, DeclaredResource>,
): StateResource {
  const trigger = values.triggers_replace;
  const attributes = {
    // The provider never reads it: what is not declared is nothing, and not something unknown.
    ...(type === 'docker_container' ? { env: [] } : {}),
    ...values,
    ...(type === RUNNER ? { triggers_replace: { value: trigger, type: typeOf(trigger) } } : {}),
    id,
  } as StateInstance['attributes'];
  const instance = {
    schema_version: schemaVersion,
    attributes,
    sensitive_attributes: [],
    dependencies: dependenciesOf(address, declared),
    ...(declared.get(address)?.createBeforeDestroy === true ? { create_before_destroy: true } : {}),
  };
  return { mode: 'managed', type, name, provider: `provider["${provider}"]`, instances: [instance] };
}

/** Terraform keeps everything that a resource depends on, directly or not. */
function dependenciesOf(address: string, declared: ReadonlyMap<string, DeclaredResource>): readonly string[] {
  const found = new Set<string>();
  const waiting = [...(declared.get(address)?.dependencies ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(declared.get(next)?.dependencies ?? []));
  }
  return [...found].sort();
}

/** The state writes the type of a value beside it where the schema leaves it open. */
function typeOf(value: unknown): unknown {
  if (Array.isArray(value)) return ['tuple', value.map(typeOf)];
  if (typeof value === 'string') return 'string';
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'bool' : 'dynamic';
}

function deposedKey(): string {
  return randomUUID().slice(0, 8);
}
