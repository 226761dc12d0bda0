import type { Session } from '../session';
import type { States } from '../state/states';
import type { DiskAnswer } from './disk-usage';
import { findOutdated, imagesIn, removeImages } from './outdated-images';

/** Images that an installation does not need. */
export interface Prunable {
  readonly names: readonly string[];
  /** Least bytes that their removal frees: layers that they share with others are not counted. Undefined where the engine does not tell. */
  readonly bytes: number | undefined;
}

/** An engine reads all files of all volumes for it. */
const PATIENCE_MS = 60_000;

/** @throws AppEngineError ReleaseInvalid where a release file cannot be read: then nothing says what it needs */
export async function findPrunable(session: Session, states: States): Promise<Prunable> {
  const names = await findOutdated(
    session,
    states.stacks.flatMap((stack) => imagesIn(states.of(stack))),
  );
  return { names: [...names].sort(), bytes: names.length === 0 ? 0 : await bytesOf(session, names) };
}

/** @returns the names of those that are gone: the others are in use by now */
export async function prune(session: Session, { names }: Prunable): Promise<readonly string[]> {
  return [...(await removeImages(session, names))].sort();
}

async function bytesOf(session: Session, names: readonly string[]): Promise<number | undefined> {
  try {
    const { Images } = (await session.engine({ timeout: PATIENCE_MS }).df()) as DiskAnswer;
    return (Images ?? [])
      .filter(({ RepoTags }) => (RepoTags ?? []).length > 0 && (RepoTags ?? []).every((name) => names.includes(name)))
      .reduce((total, { Size, SharedSize }) => total + Size - Math.max(SharedSize, 0), 0);
  } catch {
    // Some engines measure for one client at a time.
    return undefined;
  }
}
