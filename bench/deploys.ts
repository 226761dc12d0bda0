import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { get } from '../__tests__/live/harness/http';
import { packageRoot } from '../constructs/package-root';
import { median, type Bench, type BenchResult } from './bench';
import { Deployment } from './deployment';

const ROUNDS = 5;
const HOST = 'shop.acme.localhost';
/** The page that the shop answers with, below the directory that its image is built from. */
const PAGE = join('apps', 'shop', 'page.js');

/** Another checkout, with its packages installed, that is measured by turns with this one. */
const BASELINE = process.env.BENCH_BASELINE;

/** Seconds that the same deployment took in each round. */
interface Times {
  readonly subject: string;
  readonly nothing: number[];
  readonly change: number[];
}

/** What a developer waits for: a deploy of the examples that has nothing to do, and one that brings a changed file. */
export const deploys: Bench = {
  name: 'deploys',
  async run(report) {
    const ours: Times = { subject: 'this checkout', nothing: [], change: [] };
    const theirs: Times = { subject: 'baseline', nothing: [], change: [] };
    await during('benchdeploys', packageRoot(), report, async (deployment) => {
      if (BASELINE === undefined) return measure([[deployment, ours]], report);
      return during('benchbaseline', BASELINE, report, (baseline) =>
        measure(
          [
            [deployment, ours],
            [baseline, theirs],
          ],
          report,
        ),
      );
    });
    return result(BASELINE === undefined ? [ours] : [ours, theirs]);
  },
};

function during(instance: string, checkout: string, report: (line: string) => void, then: (deployment: Deployment) => Promise<void>) {
  return Deployment.during(
    instance,
    'main',
    report,
    async (deployment) => {
      cpSync(join(checkout, 'apps'), join(deployment.directory, 'apps'), { recursive: true });
      report(`deploying ${instance}`);
      await deployment.appengine('up');
      await then(deployment);
    },
    checkout,
  );
}

async function measure(subjects: readonly (readonly [Deployment, Times])[], report: (line: string) => void): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const [deployment, { subject, nothing, change }] of subjects) {
      nothing.push(await secondsUntil(() => deployment.appengine('up')));
      change.push(await secondsOfChange(deployment, `round ${String(round)}`));
      const [idle = Number.NaN, changed = Number.NaN] = [nothing.at(-1), change.at(-1)];
      report(`${subject}: nothing to do ${idle.toFixed(1)} s, a changed file ${changed.toFixed(1)} s`);
    }
  }
}

/** From the file to the first answer of the new version; the command goes on until the old one is drained. */
async function secondsOfChange(deployment: Deployment, mark: string): Promise<number> {
  const page = join(deployment.directory, PAGE);
  writeFileSync(page, readFileSync(page, 'utf8').replace(/<title>.*<\/title>/, `<title>${mark}</title>`));
  let isDone = false;
  const up = deployment.appengine('up', '--only', 'acme').finally(() => (isDone = true));
  const seconds = await secondsUntil(async () => {
    while (!(await get(deployment.httpPort, HOST, '/')).body.includes(mark)) {
      if (isDone) throw new Error(`${HOST} does not answer with ${mark}`);
      await sleep(50);
    }
  });
  await up;
  return seconds;
}

async function secondsUntil(done: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await done();
  return (performance.now() - began) / 1000;
}

function result(times: readonly Times[]): BenchResult {
  const rows = times.map(({ subject, nothing, change }) => [subject, median(nothing).toFixed(1), median(change).toFixed(1)]);
  const [ours, theirs] = times;
  const ratio = (of: (one: Times) => readonly number[]): string =>
    ours === undefined || theirs === undefined ? '' : (median(of(ours)) / median(of(theirs))).toFixed(2);
  return {
    name: 'deploys',
    head: ['', 'nothing to do s', 'changed file s'],
    rows: [...rows, ...(theirs === undefined ? [] : [['ratio', ratio(({ nothing }) => nothing), ratio(({ change }) => change)]])],
    notes: [
      `the example platform and its two tenants, medians of ${String(ROUNDS)} rounds${theirs === undefined ? '' : ', by turns'}`,
      'a changed file: from the file to the first answer of the new version, by `appengine up --only`',
    ],
  };
}
