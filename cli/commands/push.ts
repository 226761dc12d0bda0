import { relative, resolve } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { ReleasePlace } from '../../constructs/release/release-place';
import { readStack, releasesOf } from '../../operations/releases/declared-releases';
import type { Session } from '../../operations/session';
import { bootstrap, bootstrapSteps } from '../bootstrap/bootstrap';
import { synth } from '../deploy/synth';
import { lockOptions } from '../locks/lock-options';
import { renderPushed } from '../render/releases';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';
import { makeRelease } from './release-build';
import { up } from './up';

export interface PushOptions {
  readonly wait?: string;
  /** False with `--no-sbom`. */
  readonly sbom: boolean;
  readonly types?: boolean;
  readonly json?: boolean;
}

/** A release that the program declares. */
interface Pushable {
  readonly place: ReleasePlace;
  /** Of its sources, absolute. */
  readonly directory: string;
}

/**
 * Makes a release of the sources that lie there, and deploys it; resolves to the exit code.
 * @param what tenant and release, or the directory of its sources. @default the working directory, or the only release that there is
 * @throws AppEngineError PushUnclear, and all of `release build` and `up`
 */
export async function push(what: string | undefined, { json, sbom, ...options }: PushOptions): Promise<number> {
  const session = openSession();
  const progress = { toStandardError: json === true };
  await bootstrap(bootstrapSteps(session), progress);
  const { place } = chosen(await pushables(session), what);
  const lock = lockOptions(`push ${place.toString()}`, options);
  const { release, isNew } = await makeRelease(session, place, { lock, isListed: sbom }, progress);
  const document = { place: place.toString(), file: place.file, isNew, release };
  const exitCode = await up(
    { ...options, only: [place.tenant], ...(json === true ? { json } : {}) },
    { afterwards: () => Promise.resolve({ pushed: document }) },
  );
  if (json !== true) tellResult({}, document, () => renderPushed(place, release, isNew, exitCode === 0));
  return exitCode;
}

async function pushables(session: Session): Promise<readonly Pushable[]> {
  const { directory, stacks } = await synth(session);
  return stacks.flatMap((stack) =>
    Object.entries(releasesOf(readStack(directory, stack))).map(([name, release]) => ({
      place: ReleasePlace.parse(`${stack.name}/${name}`),
      directory: resolve(session.workspace.directory, release.directory),
    })),
  );
}

/** @throws AppEngineError PushUnclear */
export function chosen(all: readonly Pushable[], what: string | undefined): Pushable {
  const directory = resolve(what ?? '.');
  const named = all.filter(({ place }) => place.toString() === what);
  const there = all.filter((one) => one.directory === directory);
  const [only, ...others] = [named, there, what === undefined ? all : []].find((found) => found.length > 0) ?? [];
  if (only !== undefined && others.length === 0) return only;
  const list = all.map((one) => `${one.place.toString()} (${relative('', one.directory) || '.'})`).join(', ') || '(none)';
  const subject = what === undefined ? 'no release was named' : `${JSON.stringify(what)} names no single release`;
  throw new AppEngineError(
    'PushUnclear',
    `${subject}, and the program has ${list}; name one of them, or its directory, and give an image releases by AppImage.fromSource(…, { release: 'shop' })`,
  );
}
