import { appendFileSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../../constructs/package-root';
import type { CommandResult } from '../harness/command';
import { isFull } from '../harness/full';
import type { Project } from '../harness/project';
import type { Deployed } from './releases';

/** Part of the requests that the failing release is tried on, and part of its answers that are errors. */
const [SHARE, ERRORS] = [0.1, 0.2];
/** Chance makes it more than the share at times. */
const MARGIN = 2;
/** Answers 500 to some requests, and is healthy. */
const FAILING = `
const answer = server.emit.bind(server);
server.emit = (event, ...given) => {
  if (event !== 'request' || given[0].url === '/healthz' || Math.random() >= ${String(ERRORS)}) return answer(event, ...given);
  given[1].writeHead(500).end();
  return true;
};
`;

/** The JSON of a canary, as far as it is looked at. */
interface Told {
  readonly outcome: string;
  readonly reason: string | null;
  readonly failure: string | null;
  readonly steps: readonly { readonly percent: number; readonly canary: Seen; readonly current: Seen }[];
}

interface Seen {
  readonly requests: number;
  readonly failed: number;
}

/** Releases of the shop that are tried on a part of the requests. */
export function testCanaries(deployed: () => Deployed): void {
  const run = isFull ? test : test.skip;
  let project: Project;
  let source: string;

  beforeAll(async () => {
    if (!isFull) return;
    ({ project } = deployed());
    source = join(project.directory, 'shop');
    copySource();
    await deployed().deploy({ source, released: true });
    await release();
    await appengine('up');
  });

  afterAll(async () => {
    if (!isFull) return;
    rmSync(join(project.directory, 'releases'), { recursive: true, force: true });
    await deployed().deploy({ source: join(packageRoot(), 'apps/shop'), released: false });
  });

  function copySource(): void {
    rmSync(source, { recursive: true, force: true });
    cpSync(join(packageRoot(), 'apps/shop'), source, { recursive: true });
  }

  /** @throws with the output when it fails */
  async function appengine(...words: readonly string[]): Promise<CommandResult> {
    const result = await project.appengine(...words);
    if (result.exitCode !== 0)
      throw new Error(`${words.join(' ')} ended with ${String(result.exitCode)}:\n${result.stdout}\n${result.stderr}`);
    return result;
  }

  async function release(): Promise<void> {
    await appengine('release', 'build', 'acme/shop', '--no-sbom');
  }

  const shops = (): Promise<ReadonlyMap<string, string>> => project.containers({ role: 'replica', app: 'shop' });
  const file = (): object => JSON.parse(readFileSync(join(project.directory, 'releases/acme/shop.json'), 'utf8')) as object;

  /** Tries the youngest release. */
  async function canary(...words: readonly string[]): Promise<CommandResult & { readonly told: Told }> {
    const result = await project.appengine('release', 'canary', 'acme/shop', '--json', ...words);
    if (result.stdout === '') throw new Error(result.stderr);
    return { ...result, told: JSON.parse(result.stdout) as Told };
  }

  run('a release that answers 500 to a fifth of its requests is taken back by itself, and fails no more than its share', async () => {
    const before = await shops();
    appendFileSync(join(source, 'server.js'), FAILING);
    await release();
    let told: Told | undefined;
    const { requests, failed, failures } = await deployed().underLoad(async () => {
      const result = await canary('--steps', String(SHARE * 100), '--every', '2m');
      ({ told } = result);
      expect({ exitCode: result.exitCode, told }).toMatchObject({
        exitCode: 3,
        told: { outcome: 'taken back', failure: null },
      });
    });
    const [step] = told?.steps ?? [];
    process.stdout.write(`    ${String(failed)} of ${String(requests)} requests failed; its gateway: ${JSON.stringify(step)}\n`);
    expect(told?.reason).toMatch(/^\d+ of \d+ requests failed, and 1 % may$/);
    expect(failures.filter(({ outcome }) => outcome !== '500')).toEqual([]);
    expect(failed).toBeGreaterThanOrEqual(step?.canary.failed ?? Infinity);
    expect(failed).toBeLessThan(requests * SHARE * ERRORS * MARGIN);
    expect(step?.current.failed).toBe(0);
    expect(await shops()).toEqual(before);
    expect(file()).toMatchObject({ current: 1 });
    expect(file()).not.toHaveProperty('canary');
  });

  run('a release that does well comes to all requests step by step, replaces no replica before, and fails none', async () => {
    const before = await shops();
    copySource();
    appendFileSync(join(source, 'server.js'), '\n// well\n');
    await release();
    await deployed().withoutFailure(async () => {
      const [{ exitCode, told }, between] = await Promise.all([canary('--steps', '20,50', '--every', '20s'), whileTried(before)]);
      expect({ exitCode, told }).toMatchObject({
        exitCode: 0,
        told: { outcome: 'promoted', steps: [{ percent: 20 }, { percent: 50 }] },
      });
      for (const { percent, canary: tried, current } of told.steps) {
        process.stdout.write(
          `    ${String(percent)} %: ${String(tried.requests)} of ${String(tried.requests + current.requests)} requests\n`,
        );
        const part = (100 * tried.requests) / (tried.requests + current.requests);
        expect(Math.abs(part - percent)).toBeLessThan(percent / 4);
      }
      expect(between).toEqual(before.size + 1);
    });
    expect([...(await shops()).keys()].filter((name) => before.has(name))).toEqual([]);
    expect(file()).toMatchObject({ current: 3 });
    expect((await project.plan('acme')).exitCode).toBe(0);
  });

  /** How many replicas there were while one more was tried, with all of those before. */
  async function whileTried(before: ReadonlyMap<string, string>): Promise<number> {
    for (let wait = 0; wait < 240; wait++) {
      const now = await shops();
      if (now.size > before.size && [...now.keys()].some((name) => name.includes('-canary-'))) {
        expect([...before].filter(([name, id]) => now.get(name) !== id)).toEqual([]);
        return now.size;
      }
      await sleep(500);
    }
    return 0;
  }
}
