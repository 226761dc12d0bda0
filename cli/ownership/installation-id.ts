import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALLATION } from '../../constructs/owner/installation';
import type { DeclaredStack } from '../../operations/state/manifest';
import type { StateStore } from '../../operations/state/state-store';
import type { States } from '../../operations/state/states';
import { isInstallationId, type StateResource, type TerraformState } from '../../operations/state/terraform-state';

/** The random id of the installation in its states; undefined where none has it. */
export function installationId(states: States): string | undefined {
  return [...states.all.values()].flatMap(({ state }) => idIn(state) ?? [])[0];
}

/** The stack that declares the id, if one does. @param directory that the stacks were synthesized to */
export function stackWithId(directory: string, stacks: readonly DeclaredStack[]): string | undefined {
  return stacks.find(({ workingDirectory }) => {
    const file = join(directory, workingDirectory, 'cdk.tf.json');
    if (!existsSync(file)) return false;
    const { resource = {} } = JSON.parse(readFileSync(file, 'utf8')) as { resource?: Readonly<Record<string, object | undefined>> };
    return INSTALLATION.name in (resource[INSTALLATION.type] ?? {});
  })?.name;
}

/** Puts the id into the state of a stack, as if its apply had made it; leaves a state alone that has one, or cannot be read. */
export async function rememberId(store: StateStore, stack: string, id: string): Promise<void> {
  const stored = store.of(stack);
  const { state, problem } = await stored.open();
  if (problem !== undefined || idIn(state) !== undefined) return;
  await stored.write({ ...state, resources: [...state.resources, resourceOf(id)] });
}

function idIn({ resources }: TerraformState): string | undefined {
  return resources.find(isInstallationId)?.instances.find(({ deposed }) => deposed === undefined)?.attributes.id;
}

function resourceOf(id: string): StateResource {
  const instance = { schema_version: 0, attributes: { id, input: null, output: null, triggers_replace: null }, sensitive_attributes: [] };
  return { mode: 'managed', ...INSTALLATION, provider: 'provider["terraform.io/builtin/terraform"]', instances: [instance] };
}
