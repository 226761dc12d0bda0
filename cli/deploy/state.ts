import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Instance } from '../../constructs/host/instance';
import type { RouteDescription } from '../../constructs/router/route-table';

/** The output `apps` of a tenant's stack, by app name. */
export interface DeployedApp {
  readonly kind: 'service' | 'worker' | 'job';
  readonly urls: readonly string[];
  readonly replicas: number;
  readonly generation: string;
  readonly image: string;
}

/** What is read of a state file of Terraform or OpenTofu, version 4. */
export interface TerraformState {
  readonly serial: number;
  readonly outputs: {
    readonly apps?: { readonly value: Readonly<Record<string, DeployedApp>> };
    readonly routes?: { readonly value: readonly RouteDescription[] };
  };
  readonly resources: readonly StateResource[];
}

export interface StateResource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly instances: readonly StateInstance[];
}

export interface StateInstance {
  /** Key of one that was replaced and is still to be destroyed. */
  readonly deposed?: string;
  /** Of one whose creation failed half-way. */
  readonly status?: 'tainted';
  readonly attributes: {
    readonly id?: string;
    readonly labels?: readonly { readonly label: string; readonly value: string }[];
  };
}

const EMPTY: TerraformState = { serial: 0, outputs: {}, resources: [] };

/** Names of the stacks that have a state. */
export function stacksInState(instance: Instance): readonly string[] {
  const directory = dirname(instance.stateFile('any'));
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.tfstate'))
    .map((name) => name.slice(0, -'.tfstate'.length))
    .filter((stack) => readState(instance, stack).resources.length > 0)
    .sort();
}

/** Apps of a tenant as they were last deployed. */
export function deployedApps(instance: Instance, stack: string): Readonly<Record<string, DeployedApp>> {
  return readState(instance, stack).outputs.apps?.value ?? {};
}

/** Routes and redirects of a tenant as they were last deployed. */
export function deployedRoutes(instance: Instance, stack: string): readonly RouteDescription[] {
  return readState(instance, stack).outputs.routes?.value ?? [];
}

/** Terraform addresses of the volumes that hold users' data. */
export function dataVolumeAddresses(instance: Instance, stack: string): readonly string[] {
  return readState(instance, stack)
    .resources.filter(({ mode, type }) => mode === 'managed' && type === 'docker_volume')
    .filter(({ instances }) =>
      instances.some(({ attributes }) =>
        (attributes.labels ?? []).some(({ label, value }) => label === 'appengine.data' && value === 'true'),
      ),
    )
    .map(({ type, name }) => `${type}.${name}`);
}

/** The state of a stack; an empty one if it has none. */
export function readState(instance: Instance, stack: string): TerraformState {
  const file = instance.stateFile(stack);
  if (!existsSync(file)) return EMPTY;
  const text = readFileSync(file, 'utf8').trim();
  // Terraform creates the file before it has something to write.
  return text === '' ? EMPTY : (JSON.parse(text) as TerraformState);
}
