import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/run';
import { failuresOfJest, parseGoTest, parseJest, parseTap, parseUnittest, withCrash, type Failure, type Tally } from './tally';

/** Test files of one kind, run by the runner they were written for. */
export interface Suite {
  readonly name: string;
  run(): Promise<Outcome>;
}

export interface Outcome {
  readonly tally: Tally;
  /** To be named once more at the end of a long run; empty if the runner's own output ends with them. */
  readonly failures: readonly Failure[];
}

/** @param scratch a directory for the runners' reports */
export function allSuites(project: string, scratch: string): readonly Suite[] {
  return [
    { name: 'unit', run: () => jest(project, scratch, ['unit', 'snapshot', 'contract'], '--maxWorkers=100%') },
    // Their tests share one engine, and a process of its own keeps the memory of one kind from adding to that of the next.
    ...['live', 'browser', 'attack', 'vm'].map((kind) => ({ name: kind, run: () => jest(project, scratch, [kind], '--runInBand') })),
    ...['shop', 'worker', 'site'].map((app) => ({
      name: `apps/${app}`,
      run: () => nodeTest(join(project, 'apps', app), join(scratch, `${app}.tap`)),
    })),
    { name: 'apps/api', run: () => unittest(join(project, 'apps', 'api')) },
    ...['probe', 'attacks'].map((tool) => ({ name: `tools/${tool}`, run: () => goTest(join(project, 'tools', tool)) })),
  ];
}

/** Tests of some of the projects of `jest.config.mjs`. */
async function jest(cwd: string, scratch: string, projects: readonly string[], workers: string): Promise<Outcome> {
  const report = join(scratch, `${projects.join('-')}.json`);
  const { exitCode } = await run(
    process.execPath,
    [join(cwd, 'node_modules', 'jest', 'bin', 'jest.js'), '--selectProjects', ...projects, workers, '--json', `--outputFile=${report}`],
    { cwd, onLine: print },
  );
  const text = await reportOf(report);
  return { tally: withCrash(parseJest(text), exitCode), failures: failuresOfJest(text) };
}

async function nodeTest(cwd: string, report: string): Promise<Outcome> {
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
  ];
  const { exitCode } = await run(process.execPath, ['--test', ...reporters], { cwd, onLine: print });
  return { tally: withCrash(parseTap(await reportOf(report)), exitCode), failures: [] };
}

async function unittest(directory: string): Promise<Outcome> {
  const { exitCode, stderr } = await run('python3', ['-m', 'unittest', 'discover', '-s', directory, '-v'], { onLine: print });
  return { tally: withCrash(parseUnittest(stderr), exitCode), failures: [] };
}

async function goTest(cwd: string): Promise<Outcome> {
  const { exitCode, stdout } = await run('go', ['test', '-json', './...'], { cwd, onLine: printGoEvent });
  return { tally: withCrash(parseGoTest(stdout), exitCode), failures: [] };
}

async function reportOf(file: string): Promise<string> {
  if (!existsSync(file)) throw new Error(`the runner ended without writing its report`);
  return readFile(file, 'utf8');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function printGoEvent(line: string): void {
  if (!line.startsWith('{')) {
    print(line);
    return;
  }
  const event = JSON.parse(line) as { Output?: string };
  process.stdout.write(event.Output ?? '');
}
