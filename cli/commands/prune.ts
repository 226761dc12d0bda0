import { findPrunable, prune, type Prunable } from '../../operations/disk/prune';
import type { Session } from '../../operations/session';
import { States } from '../../operations/state/states';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { lockOptions } from '../locks/lock-options';
import { withProject } from '../locks/project-locks';
import { openSession } from '../session';
import { formatBytes } from '../terminal/format';
import { tellResult } from '../terminal/result';

export interface PruneOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Removes the images that nothing needs, or tells which they are; resolves to the exit code. */
export async function pruneImages(options: PruneOptions): Promise<number> {
  const session = openSession();
  await useEngine();
  if (options.dryRun === true) {
    const found = await prunable(session);
    tellResult(options, { removed: [], wouldRemove: found.names, bytes: found.bytes ?? null }, () => render(found, 'Would remove'));
    return 0;
  }
  return withProject(session, lockOptions('prune', {}), undefined, async () => {
    const found = await prunable(session);
    const removed = await prune(session, found);
    tellResult(options, { removed, wouldRemove: [], bytes: found.bytes ?? null }, () => render({ ...found, names: removed }, 'Removed'));
    return 0;
  });
}

async function prunable(session: Session): Promise<Prunable> {
  return findPrunable(session, await States.read(await openStore(session)));
}

function render({ names, bytes }: Prunable, verb: string): string {
  if (names.length === 0) return 'Nothing to remove: every image is in use, named by a release, or among the last of its repository.\n';
  const size = bytes === undefined ? '' : `, at least ${formatBytes(bytes)}`;
  return [`${verb} ${String(names.length)} images${size}:`, ...names.map((name) => `  ${name}`), ''].join('\n');
}
