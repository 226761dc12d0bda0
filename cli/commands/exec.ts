import { placeOf, runningReplica } from '../../operations/apps/app-containers';
import { exec } from '../../operations/apps/exec';
import { runOnce } from '../../operations/apps/one-off';
import { useEngine } from '../bootstrap/engine';
import { openSession } from '../session';
import { endAtOnce, interruption } from '../terminal/interrupts';
import { withOwnStreams } from '../terminal/program-streams';

/** Options of `appengine exec`. */
export interface ExecOptions {
  readonly replica?: string;
}

/** Runs a program in a replica of an app, as the app's user; resolves to its exit code. */
export async function execIn(place: string, words: readonly string[], { replica }: ExecOptions): Promise<number> {
  const session = openSession();
  await useEngine();
  const container = await runningReplica(session, placeOf(place), replica === undefined ? undefined : Number(replica));
  endAtOnce();
  return withOwnStreams((streams) => exec(session, container, words, streams));
}

/** Runs a program in a container of its own, as a replica of an app is; resolves to its exit code. */
export async function runLike(place: string, words: readonly string[]): Promise<number> {
  const session = openSession();
  await useEngine();
  const model = await runningReplica(session, placeOf(place));
  return withOwnStreams((streams) => runOnce(session, model, words, streams, interruption()));
}
