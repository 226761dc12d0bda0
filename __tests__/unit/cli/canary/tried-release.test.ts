import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TriedRelease, type DeployedFile } from '../../../../cli/canary/tried-release';
import { takeOutcomes } from '../../../../cli/events/outcomes';
import { Instance } from '../../../../constructs';
import { AppEngineError } from '../../../../constructs/errors';
import { ReleaseFile } from '../../../../constructs/release/release-file';
import { ReleasePlace } from '../../../../constructs/release/release-place';
import { readReleases, writeReleases } from '../../../../operations/releases/release-files';
import { Interrupted } from '../../../../operations/process/interrupt';
import type { StepResult } from '../../../../operations/canary/run-canary';
import type { Session } from '../../../../operations/session';
import type { States } from '../../../../operations/state/states';
import { release } from '../../../fixture/release';
import { sessionOf } from '../../../fixture/session';

const PLACE = ReleasePlace.parse('acme/shop');
/** Release 2 was just built, and 1 is deployed. */
const BUILT = ReleaseFile.first(release(1)).with(release(2));

let session: Session;

beforeEach(() => {
  session = sessionOf(new Instance({ name: 'blue', projectDirectory: mkdtempSync(join(tmpdir(), 'tried-')) }));
  writeReleases(session.workspace, PLACE, BUILT);
});

afterEach(() => {
  rmSync(session.workspace.directory, { recursive: true });
});

/** After a deploy: the state of a tenant whose shop tries what the file says. */
function outcome(errors: readonly string[] = [], apps = true): DeployedFile {
  const { canary } = readReleases(session.workspace, PLACE);
  const tried =
    canary === undefined || !apps ? {} : { canary: { release: canary.release.number, percent: canary.percent, containers: ['a'] } };
  return {
    stacks: [{ name: 'acme', ...{ add: 0, change: 0, remove: 0 }, blockedBy: [], errors, stillServing: [], mended: [], removedImages: [] }],
    states: { apps: () => ({ shop: tried }) } as unknown as States,
  };
}

function tried(deploy: (types: boolean) => DeployedFile): TriedRelease {
  const given = { session, place: PLACE, json: true, before: BUILT, file: BUILT.at(1), release: release(2) };
  return new TriedRelease({ ...given, deploy: (types) => Promise.resolve().then(() => deploy(types)) });
}

const written = (): object => {
  const { current, canary } = JSON.parse(readFileSync(join(session.workspace.directory, PLACE.file), 'utf8')) as Record<string, unknown>;
  return { current, canary };
};

test('each deploy is of a file that says it, and the types are checked once', async () => {
  const seen: object[] = [];
  const one = tried((types) => {
    seen.push({ types, ...written() });
    return outcome();
  });
  await expect(one.deploy(5)).resolves.toBeUndefined();
  await expect(one.deploy(25)).resolves.toBeUndefined();
  await expect(one.promote()).resolves.toBeUndefined();
  expect(seen).toEqual([
    { types: true, current: 1, canary: { number: 2, percent: 5 } },
    { types: false, current: 1, canary: { number: 2, percent: 25 } },
    { types: false, current: 2, canary: undefined },
  ]);
});

test('what is taken back is out of the file, also where its deploy goes wrong', async () => {
  const one = tried(() => (readReleases(session.workspace, PLACE).canary === undefined ? outcome(['no engine']) : outcome()));
  await one.deploy(5);
  await expect(one.takeBack()).resolves.toBe('the deploy of acme failed');
  expect(written()).toEqual({ current: 1, canary: undefined });
});

test('a first deploy that is refused before it begins leaves the file as it was', async () => {
  const one = tried(() => {
    throw new AppEngineError('CanaryWritesVolume', 'app "shop" writes; take it out');
  });
  await expect(one.deploy(5)).rejects.toThrow('CanaryWritesVolume');
  expect(written()).toEqual({ current: 2, canary: undefined });
});

test('a later one is a reason to take it back', async () => {
  const one = tried(() => {
    if (readReleases(session.workspace, PLACE).canary?.percent === 25) throw new AppEngineError('LockTaken', 'acme is locked; wait');
    return outcome();
  });
  await one.deploy(5);
  await expect(one.deploy(25)).resolves.toBe('LockTaken: acme is locked; wait');
});

test('a deploy that fails, and one after which nothing tries the release, are reasons as well', async () => {
  await expect(tried(() => outcome(['unhealthy'])).deploy(5)).resolves.toBe('the deploy of acme failed');
  writeReleases(session.workspace, PLACE, BUILT);
  await expect(tried(() => outcome([], false)).deploy(5)).resolves.toMatch(/^no app that listens on a port runs the image of acme\/shop/);
});

test('an interrupted deploy leaves what the file says', async () => {
  const one = tried(() => {
    throw new Interrupted('SIGINT');
  });
  await expect(one.deploy(5)).rejects.toThrow(Interrupted);
  expect(written()).toEqual({ current: 1, canary: { number: 2, percent: 5 } });
});

test('another command that changes the file meanwhile has decided', async () => {
  const one = tried(() => outcome());
  await one.deploy(5);
  await expect(one.pause(1)).resolves.toBeUndefined();
  writeReleases(session.workspace, PLACE, BUILT.at(1));
  await expect(one.pause(1)).rejects.toThrow('CanaryChanged');
  await expect(one.deploy(25)).rejects.toThrow('CanaryChanged');
  await expect(one.takeBack()).rejects.toThrow('CanaryChanged');
  expect(written()).toEqual({ current: 1, canary: undefined });
});

describe('a step that is watched', () => {
  const step = (problem?: string): StepResult => ({ percent: 5, milliseconds: 60_000, observation: undefined, problem });

  test('is shown as good or bad, and goes on with either', async () => {
    const one = tried(() => outcome());
    takeOutcomes();
    await expect(one.show(5, () => Promise.resolve(step()))).resolves.toEqual(step());
    await expect(one.show(5, () => Promise.resolve(step('too slow')))).resolves.toEqual(step('too slow'));
    expect(takeOutcomes()).toEqual([
      'acme/shop: canary of release 2 on 5 %: nothing seen, in 1m00s',
      'acme/shop: canary of release 2 on 5 %: nothing seen, in 1m00s: too slow',
    ]);
  });

  test('ends with the error that ends it', async () => {
    const one = tried(() => outcome());
    const ending = (error: Error): Promise<StepResult> => one.show(5, () => Promise.reject(error));
    await expect(ending(new Interrupted('SIGINT'))).rejects.toThrow(Interrupted);
    await expect(ending(new AppEngineError('CanaryChanged', 'it was changed; look'))).rejects.toThrow('CanaryChanged');
  });
});
