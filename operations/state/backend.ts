import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Instance } from '../../constructs/host/instance';
import type { BackendConfig } from '../../constructs/cdktf/backend-config';
import { BACKEND_KEY, fillIn, type StateIdentity } from '../../constructs/cdktf/state-backend';
import { replaceFile } from '../process/replace-file';
import type { DeclaredStack } from './manifest';

/** Place of an installation's states, as its synthesized stacks declare it. */
export interface DeclaredBackend {
  /** As Terraform calls it. */
  readonly type: string;
  /** Its arguments, with placeholders for the names of installation and stack. */
  readonly template: BackendConfig;
}

export const LOCAL: DeclaredBackend = { type: 'local', template: {} };

/** True if others can use the same states. */
export function isShared({ type }: DeclaredBackend): boolean {
  return type !== LOCAL.type;
}

export function isSameBackend(one: DeclaredBackend, other: DeclaredBackend): boolean {
  return isDeepStrictEqual(one, other);
}

/** The backend of synthesized stacks: they have one. @param directory that the stacks were synthesized to */
export function declaredBackend(directory: string, stacks: readonly DeclaredStack[]): DeclaredBackend {
  for (const { workingDirectory } of stacks) {
    const file = join(directory, workingDirectory, 'cdk.tf.json');
    if (!existsSync(file)) continue;
    const { '//': comment = {} } = JSON.parse(readFileSync(file, 'utf8')) as { '//'?: Readonly<Record<string, DeclaredBackend>> };
    const found = comment[BACKEND_KEY];
    if (found !== undefined) return found;
  }
  return LOCAL;
}

/** The backend that this checkout has used last; undefined where nothing was deployed from it. */
export function usedBackend(instance: Instance): DeclaredBackend | undefined {
  const file = fileOf(instance);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DeclaredBackend) : undefined;
}

/** Remembers which backend is used: what only looks at an installation need not synthesize it. */
export async function useBackend(instance: Instance, backend: DeclaredBackend): Promise<void> {
  await replaceFile(fileOf(instance), `${JSON.stringify(backend, undefined, 2)}\n`);
}

/** Arguments of one state. A local one is where the project has it. */
export function configOf(backend: DeclaredBackend, instance: Instance, stack: string): BackendConfig {
  if (!isShared(backend)) return { path: instance.stateFile(stack) };
  const identity: StateIdentity = { instance: instance.name, stack };
  return fillIn(backend.template, identity) as BackendConfig;
}

/** `the pg backend, schema_name shop_acme`: what tells one state from another. */
export function describePlace(backend: DeclaredBackend, instance: Instance, stack: string): string {
  const config = configOf(backend, instance, stack);
  const own = Object.entries(backend.template)
    .filter(([, value]) => typeof value === 'string' && value.includes('{stack}'))
    .map(([name]) => `${name} ${String(config[name])}`);
  return [`the ${backend.type} backend`, ...own.slice(0, 1)].join(', ');
}

function fileOf(instance: Instance): string {
  return join(instance.directory, 'backend.json');
}
