import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, bootstrapSteps } from '../../cli/bootstrap/bootstrap';
import { canInstallPackages, installPackages } from '../../cli/bootstrap/debian';
import { adoptEnvironment, TOOL_ENVIRONMENT } from '../../cli/bootstrap/environment';
import { Interrupted, watchInterrupts } from '../../operations/process/interrupt';
import { runToSuccess } from '../../operations/process/run';
import { formatDuration } from '../../cli/terminal/format';
import { renderTable } from '../../cli/terminal/table';
import type { Session } from '../../operations/session';
import { openSession } from '../../cli/session';
import { announceInterrupt } from '../../cli/terminal/interrupts';
import { SLICES, sliceOf, type Slice } from './slices';
import { suites, unitSuite, type Outcome, type Run, type Suite } from './suites';
import { renderTally, total, type Tally } from './tally';
import { readDeployments, renderDeployments, renderSlowest } from './timing';

const CRASHED: Tally = { passed: 0, failed: 1, skipped: 0 };
const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };
/** A run with a slice stays below an hour, also on a slow day. */
const LATEST_MS = 45 * 60_000;
/** Of what a runner says about a failed test: more of it is further up. */
const MESSAGE_LINES = 12;

interface Result extends Outcome {
  readonly name: string;
  readonly milliseconds: number;
}

/**
 * Runs every suite; resolves to the exit code. The last line is `N passed, N failed`.
 * @param latest milliseconds after which nothing begins that a slice adds
 */
async function test(session: Session, slices: readonly Slice[], latest: number): Promise<number> {
  const began = Date.now();
  const scratch = await mkdtemp(join(tmpdir(), 'appengine-test-'));
  const run: Run = { project: session.workspace.directory, scratch, deployments: join(scratch, 'deployments.jsonl'), slices };
  if (slices.length > 0) process.stdout.write(`In full: ${slices.map(({ name }) => name).join(', ')}\n`);
  try {
    await Promise.all([installParser(), compile(session)]);
    // What an engine needs is compiled while unit tests run: they take turns on the processors, and neither needs the other.
    const results = await Promise.all([{ name: 'prepare', run: () => prepare(session) }, unitSuite(run)].map(runSuite));
    for (const suite of suites(run)) {
      if (suite.isExtra === true && Date.now() - began > latest)
        process.stdout.write(`\n── ${suite.name}: left to the next run, this one is late\n`);
      else results.push(await runSuite(suite));
    }
    report(results, run, Date.now() - began);
    return results.every(({ tally }) => tally.failed === 0) ? 0 : 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Failures come last: of a long run, some keep no more than the end. */
function report(results: readonly Result[], run: Run, milliseconds: number): void {
  const failures = results.flatMap(({ name, failures }) =>
    failures.map(({ test, message }) => `✖ ${name}: ${test}\n${firstLines(message)}`),
  );
  const sum = total(results.map(({ tally }) => tally));
  const rows = results.map(({ name, tally, milliseconds }) => [
    name,
    String(tally.passed),
    String(tally.failed),
    String(tally.skipped),
    formatDuration(milliseconds),
  ]);
  const tables = [
    renderDeployments(readDeployments(run.deployments)),
    renderSlowest(results.flatMap(({ times }) => times)),
    renderTable([...rows, ['all', '', '', '', formatDuration(milliseconds)]], ['SUITE', 'PASSED', 'FAILED', 'SKIPPED', 'TIME']),
    ...failures,
    renderTally(sum),
  ];
  process.stdout.write(tables.map((table) => `\n${table}\n`).join(''));
}

/** What judges AppArmor profiles, which contract tests do: they run while the rest is prepared. */
async function installParser(): Promise<void> {
  if (!canInstallPackages()) return;
  await installPackages(['apparmor_parser'], ['apparmor'], (activity) => process.stdout.write(`${activity}\n`));
}

/** The package as it is published, which unit tests look at as well. */
async function compile(session: Session): Promise<void> {
  const compiler = join(session.workspace.directory, 'node_modules', 'typescript', 'bin', 'tsc');
  await runToSuccess(process.execPath, [compiler, '--project', 'tsconfig.build.json'], { cwd: session.workspace.directory });
  await runToSuccess(process.execPath, ['--import', 'tsx', 'tools/build-go-programs.ts'], { cwd: session.workspace.directory });
}

/** Everything that a deployment needs. */
async function prepare(session: Session): Promise<Outcome> {
  await bootstrap(bootstrapSteps(session));
  return { tally: NOTHING, failures: [], times: [] };
}

/** Whatever one suite does, the next one runs. */
async function runSuite(suite: Suite): Promise<Result> {
  const began = Date.now();
  process.stdout.write(`\n── ${suite.name}\n`);
  try {
    return { name: suite.name, ...(await suite.run()), milliseconds: Date.now() - began };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return { name: suite.name, tally: CRASHED, failures: [], times: [], milliseconds: Date.now() - began };
  }
}

function firstLines(message: string): string {
  const lines = message.trim().split('\n').slice(0, MESSAGE_LINES);
  return lines.map((line) => `    ${line}`).join('\n');
}

const { values } = parseArgs({ options: { full: { type: 'boolean' }, slice: { type: 'boolean' } } });
watchInterrupts(announceInterrupt);
adoptEnvironment(TOOL_ENVIRONMENT);
const session = openSession();
const slices = values.full === true ? SLICES : values.slice === true ? [sliceOf(session.workspace.directory)] : [];
void test(session, slices, values.full === true ? Infinity : LATEST_MS).then(
  (exitCode) => (process.exitCode = exitCode),
  (error: unknown) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
  },
);
