import { known, mapItems, mapKnown, type Items } from '../facts/known';
import type { OpaqueFacts } from '../facts/opaque-facts';
import type { Block } from './block';
import type { Declaration } from './terraform-json';

/** Resources that start containers, or programs in them, by other means than `docker_container`. */
const OPAQUE_TYPES: ReadonlySet<string> = new Set(['docker_compose', 'docker_exec', 'docker_plugin', 'docker_service', 'module']);

/** Resources that start containers themselves, and those that run commands. */
export function opaqueFacts({ type, address, path, block }: Declaration): readonly OpaqueFacts[] {
  if (!OPAQUE_TYPES.has(type) && !block.has('provisioner')) return [];
  return [{ kind: 'opaque', type, address, path, commands: mapItems(block.blocks('provisioner'), commandsOf) }];
}

/** One command line for each `local-exec`; `remote-exec` may run anything. */
function commandsOf(provisioner: Block): Items<string> {
  const local = mapItems(provisioner.blocks('local-exec'), (exec) => {
    const words = [...exec.texts('interpreter'), mapKnown(exec.text('command'), (command) => command ?? '')];
    return [words.find((word) => !word.known) ?? known(words.map((word) => (word.known ? word.value : '')).join(' '))];
  });
  const remote = mapItems(provisioner.blocks('remote-exec'), (exec) => [
    ...exec.texts('inline'),
    ...(exec.has('script') || exec.has('scripts') ? [{ known: false as const, expression: 'remote script' }] : []),
  ]);
  return [...local, ...remote];
}
