import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run, type Finished, type RunOptions } from '../../operations/process/run';
import { ON_ENGINES, type Slice } from './slices';
import { failuresOfJest, parseGoTest, parseJest, parseTap, parseUnittest, withCrash, type Failure, type Tally } from './tally';
import { below, testFiles } from './test-files';
import { timesOfJest, type FileTime } from './timing';

/** Tests of one kind, run by the runner they were written for. */
export interface Suite {
  readonly name: string;
  /** True for what a slice adds: it is left to another run where this one is late. @default false */
  readonly isExtra?: true;
  run(): Promise<Outcome>;
}

export interface Outcome {
  readonly tally: Tally;
  /** To be named once more at the end of a long run; empty if the runner's own output ends with them. */
  readonly failures: readonly Failure[];
  readonly times: readonly FileTime[];
}

/** Where suites run, and what for. */
export interface Run {
  readonly project: string;
  /** Directory for the reports of the runners. */
  readonly scratch: string;
  /** Where tests write down what they deploy. */
  readonly deployments: string;
  /** What is run in full. */
  readonly slices: readonly Slice[];
}

/** Files by how they run: ordinarily, or in full. */
const FULL = { APPENGINE_FULL: '1' };
/** After this a suite is ended: the slowest one takes half of it. */
const LONGEST_MINUTES = 30;
const LONGEST_IN_FULL_MINUTES = 60;

/** Needs no engine, so it runs while the engine is prepared. */
export function unitSuite(run: Run): Suite {
  return {
    name: 'unit',
    run: () => jest(run, 'unit', ['--maxWorkers=100%', '--selectProjects', 'unit', 'snapshot', 'contract']),
  };
}

/** All others, in the order in which they run. */
export function suites(run: Run): readonly Suite[] {
  const inFull = run.slices.flatMap((slice) => slice.inFull ?? []);
  const machine = run.slices.some((slice) => slice.machine === true) ? below(run.project, 'vm') : [];
  const { together, alone, bySlice } = testFiles(run.project);
  const ordinary = (files: readonly string[]): readonly string[] => files.filter((file) => ![...inFull, ...bySlice].includes(file));
  const full = (files: readonly string[]): readonly string[] => files.filter((file) => inFull.includes(file));
  return [
    ...jestSuite(run, 'two at a time', ordinary(together), ['--maxWorkers=2']),
    ...jestSuite(run, 'two at a time, in full', full(together), ['--maxWorkers=2'], FULL),
    ...['shop', 'worker', 'site'].map((app) => nodeSuite(run, app)),
    { name: 'apps/api', run: () => unittest(join(run.project, 'apps', 'api')) },
    ...['agent', 'probe', 'attacks'].map((tool) => ({ name: `tools/${tool}`, run: () => goTest(join(run.project, 'tools', tool)) })),
    // A process for each file: the memory of one does not add to that of the next.
    ...ordinary(alone).flatMap((file) => jestSuite(run, file, [file], ['--runInBand'])),
    ...full(alone).flatMap((file) => jestSuite(run, `${file}, in full`, [file], ['--runInBand'], FULL)),
    ...machine.flatMap((file) => jestSuite(run, file, [file], ['--runInBand']).map(extra)),
    ...run.slices.flatMap(({ name, mutate = [] }) => (mutate.length === 0 ? [] : [extra(mutationSuite(run, name, mutate))])),
    // Last: an engine that is started at the side of another one's tests makes them wait.
    ...run.slices.flatMap(({ engine }) => (engine === undefined ? [] : [engineSuite(run, engine)])),
  ];
}

function extra(suite: Suite): Suite {
  return { ...suite, isExtra: true };
}

/** On an engine of its own, in a network of its own. */
function engineSuite(run: Run, engine: string): Suite {
  const name = `engine ${engine}`;
  const lane = ['--import', 'tsx', join('tools', 'engines', 'main.ts'), engine, process.execPath];
  return { name, run: () => jest(run, name, ['--runInBand', ...ofFiles(run.project, ON_ENGINES)], {}, lane) };
}

/** None without files: Jest would run all that there are. */
function jestSuite(
  run: Run,
  name: string,
  files: readonly string[],
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): readonly Suite[] {
  if (files.length === 0) return [];
  return [{ name, run: () => jest(run, name, [...args, ...ofFiles(run.project, files)], environment) }];
}

function ofFiles(project: string, files: readonly string[]): readonly string[] {
  const kinds = new Set(files.map((file) => dirname(file)));
  const paths = files.map((file) => join('__tests__', `${file}.test.ts`));
  return ['--testSequencer', join(project, 'tools', 'test', 'as-given.mjs'), '--selectProjects', ...kinds, '--runTestsByPath', ...paths];
}

async function jest(
  { project, scratch, deployments }: Run,
  name: string,
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
  /** Arguments for Node that let it start another one, which then runs Jest. */
  starter: readonly string[] = [],
): Promise<Outcome> {
  const report = join(scratch, `${name.replaceAll(/\W+/g, '-')}.json`);
  const compiled = { APPENGINE_COMPILED: join(project, 'dist', 'cli', 'main.js'), APPENGINE_DEPLOYMENT_LOG: deployments };
  const { exitCode } = await bounded(
    process.execPath,
    [...starter, join(project, 'node_modules', 'jest', 'bin', 'jest.js'), ...args, '--json', `--outputFile=${report}`],
    { cwd: project, environment: { ...process.env, ...compiled, ...more } },
  );
  const text = await reportOf(report);
  return { tally: withCrash(parseJest(text), exitCode), failures: failuresOfJest(text), times: timesOfJest(text) };
}

function nodeSuite({ project, scratch }: Run, app: string): Suite {
  return { name: `apps/${app}`, run: () => nodeTest(join(project, 'apps', app), join(scratch, `${app}.tap`)) };
}

async function nodeTest(cwd: string, report: string): Promise<Outcome> {
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
  ];
  const { exitCode } = await bounded(process.execPath, ['--test', ...reporters], { cwd });
  return counted(withCrash(parseTap(await reportOf(report)), exitCode));
}

async function unittest(directory: string): Promise<Outcome> {
  const { exitCode, stderr } = await bounded('python3', ['-m', 'unittest', 'discover', '-s', directory, '-v']);
  return counted(withCrash(parseUnittest(stderr), exitCode));
}

async function goTest(cwd: string): Promise<Outcome> {
  const { exitCode, stdout } = await bounded('go', ['test', '-json', './...'], { cwd, onLine: printGoEvent });
  return counted(withCrash(parseGoTest(stdout), exitCode));
}

/** The cases beside the rules are their tests: nothing would notice a change of them. */
const NO_CASES = '!guidelines/rules/*.cases.ts';

/** One test: that enough of the changes are noticed. */
function mutationSuite({ project }: Run, name: string, patterns: readonly string[]): Suite {
  const program = join(project, 'node_modules', '.bin', 'stryker');
  return {
    name,
    async run(): Promise<Outcome> {
      const { exitCode } = await bounded(program, ['run', '--mutate', [...patterns, NO_CASES].join(',')], { cwd: project });
      return counted({ passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 });
    },
  };
}

function counted(tally: Tally): Outcome {
  return { tally, failures: [], times: [] };
}

/** Runs a program to its end, or to the end of its time, with all that it started. */
async function bounded(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const minutes = options.environment?.APPENGINE_FULL === undefined ? LONGEST_MINUTES : LONGEST_IN_FULL_MINUTES;
  let end: NodeJS.Timeout | undefined;
  const onStart = (processGroup: number): void => {
    end = setTimeout(() => process.kill(-processGroup, 'SIGKILL'), minutes * 60_000);
  };
  try {
    return await run(program, args, { onLine: print, onStart, ...options });
  } finally {
    clearTimeout(end);
  }
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
