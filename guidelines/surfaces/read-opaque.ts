import { allKnown, mapItems, mapKnown, type Items, type Known } from '../facts/known';
import type { OpaqueFacts } from '../facts/opaque-facts';
import type { Block } from './block';
import type { Declaration } from './terraform-json';

/** Resources that start containers, or programs in them, by other means than `docker_container`. */
const OPAQUE_TYPES: ReadonlySet<string> = new Set([
  'docker_buildx_builder',
  'docker_compose',
  'docker_exec',
  'docker_plugin',
  'docker_service',
  'module',
]);

/** A data source that runs a program whenever Terraform reads it. */
const EXTERNAL = 'external';

/** Resources that start containers themselves, and those that run commands. */
export function opaqueFacts({ type, address, path, block }: Declaration): readonly OpaqueFacts[] {
  const facts = { kind: 'opaque' as const, type, address, path };
  if (type === EXTERNAL) return [{ ...facts, commands: [commandLine(block.texts('program'))] }];
  if (!OPAQUE_TYPES.has(type) && !block.has('provisioner')) return [];
  return [{ ...facts, commands: mapItems(block.blocks('provisioner'), commandsOf) }];
}

/** One command line for each `local-exec`; `remote-exec` may run anything. */
function commandsOf(provisioner: Block): Items<string> {
  const local = mapItems(provisioner.blocks('local-exec'), (exec) => [
    commandLine([...exec.texts('interpreter'), mapKnown(exec.text('command'), (command) => command ?? '')]),
  ]);
  const remote = mapItems(provisioner.blocks('remote-exec'), (exec) => [
    ...exec.texts('inline'),
    ...(exec.has('script') || exec.has('scripts') ? [{ known: false as const, expression: 'remote script' }] : []),
  ]);
  return [...local, ...remote];
}

function commandLine(words: Items<string>): Known<string> {
  return mapKnown(allKnown(words), (all) => all.join(' '));
}
