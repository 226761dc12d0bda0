import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, bootstrapSteps } from '../bootstrap/bootstrap';
import { canInstallPackages, installPackages } from '../bootstrap/debian';
import { Interrupted } from '../process/interrupt';
import { allSuites, type Outcome, type Suite } from '../suites/suites';
import { renderTally, total, type Tally } from '../suites/tally';
import { formatDuration } from '../terminal/format';
import { renderTable } from '../terminal/table';
import { Workspace } from '../workspace';

const CRASHED: Tally = { passed: 0, failed: 1, skipped: 0 };
const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };
/** Of what a runner says about a failed test: more of it is further up. */
const MESSAGE_LINES = 12;

interface Result extends Outcome {
  readonly name: string;
  readonly milliseconds: number;
}

/** Runs every suite, one after another; resolves to the exit code. The last line is `N passed, N failed`. */
export async function test(): Promise<number> {
  const workspace = Workspace.find();
  const scratch = await mkdtemp(join(tmpdir(), 'appengine-test-'));
  try {
    const bootstrapping: Suite = { name: 'bootstrap', run: () => prepare(workspace) };
    const results: Result[] = [];
    for (const suite of [bootstrapping, ...allSuites(workspace.directory, scratch)]) results.push(await runSuite(suite));

    for (const { name, failures } of results) {
      for (const { test, message } of failures) process.stdout.write(`\n✖ ${name}: ${test}\n${firstLines(message)}\n`);
    }
    const sum = total(results.map(({ tally }) => tally));
    const rows = results.map(({ name, tally, milliseconds }) => [
      name,
      String(tally.passed),
      String(tally.failed),
      String(tally.skipped),
      formatDuration(milliseconds),
    ]);
    process.stdout.write(`\n${renderTable(rows, ['SUITE', 'PASSED', 'FAILED', 'SKIPPED', 'TIME'])}\n\n${renderTally(sum)}\n`);
    return sum.failed === 0 ? 0 : 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Everything that a deployment needs, and the parser that judges AppArmor profiles, which only tests do. */
async function prepare(workspace: Workspace): Promise<Outcome> {
  await bootstrap(bootstrapSteps(workspace));
  if (canInstallPackages()) {
    await installPackages(['apparmor_parser'], ['apparmor'], (activity) => process.stdout.write(`${activity}\n`));
  }
  return { tally: NOTHING, failures: [] };
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
    return { name: suite.name, tally: CRASHED, failures: [], milliseconds: Date.now() - began };
  }
}

function firstLines(message: string): string {
  const lines = message.trim().split('\n').slice(0, MESSAGE_LINES);
  return lines.map((line) => `    ${line}`).join('\n');
}
