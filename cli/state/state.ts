import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Instance } from '../../constructs/host/instance';
import type { RouteDescription } from '../../constructs/gateway/route-table';
import type { AppDescription } from '../../stacks/app-description';
import { StateFile } from './state-file';
import { EMPTY_STATE, type TerraformState } from './terraform-state';

/** Names of the stacks that have a state. */
export function stacksInState(instance: Instance): readonly string[] {
  const directory = dirname(instance.stateFile('any'));
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.tfstate'))
    .map((name) => name.slice(0, -'.tfstate'.length))
    .filter((stack) => {
      const file = stateFile(instance, stack);
      return file.isUnreadable || file.read().resources.length > 0;
    })
    .sort();
}

/** The state of a stack, or the last one of it that can be read: {@link unreadableStates} tells where that is another one. */
export function lastKnownState(instance: Instance, stack: string): TerraformState {
  const file = stateFile(instance, stack);
  return file.isUnreadable ? (file.newest()?.state ?? EMPTY_STATE) : file.read();
}

/** Names of the stacks whose state cannot be read. */
export function unreadableStates(instance: Instance): readonly string[] {
  return stacksInState(instance).filter((stack) => stateFile(instance, stack).isUnreadable);
}

/** Apps of a tenant as they were last deployed. */
export function deployedApps(instance: Instance, stack: string): Readonly<Record<string, AppDescription>> {
  return lastKnownState(instance, stack).outputs.apps?.value ?? {};
}

/** Routes and redirects of a tenant as they were last deployed. */
export function deployedRoutes(instance: Instance, stack: string): readonly RouteDescription[] {
  return lastKnownState(instance, stack).outputs.routes?.value ?? [];
}

/** Terraform addresses of the volumes that hold users' data: a state of version 0.1 has such. */
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

/** The state of a stack; an empty one if it has none. @throws AppEngineError StateUnreadable */
export function readState(instance: Instance, stack: string): TerraformState {
  return stateFile(instance, stack).read();
}

export function stateFile(instance: Instance, stack: string): StateFile {
  return new StateFile(stack, instance.stateFile(stack));
}
