import { Command, CommanderError } from 'commander';
import { Interrupted } from '../operations/process/interrupt';
import { ownManifest } from './init/manifest';
import { addApps } from './program/apps';
import { addBackups } from './program/backups';
import { addDeployment } from './program/deployment';
import type { ExitWith } from './program/exit-with';
import { addOperations } from './program/operations';
import { addPreviews } from './program/previews';
import { addRegistry } from './program/registry';
import { addReleases } from './program/releases';
import { addSchedules } from './program/schedules';
import { addServices } from './program/services';
import { addState } from './program/state';
import { addSupplyChain } from './program/supply-chain';
import { errorDocument } from './render/error';
import { colors } from './terminal/colors';
import { messageOf } from './terminal/error-message';
import { beginResult, tellResult } from './terminal/result';

/** Of the command that has run. */
let exitCode = 0;

const exitWith: ExitWith =
  (command) =>
  async (...given) => {
    exitCode = await command(...given);
  };

/** All commands of `appengine`. */
export const program = new Command('appengine')
  .description('Deploys tenants and their apps to a Docker host.')
  .version(ownManifest().version)
  .showHelpAfterError()
  .exitOverride();

for (const add of [
  addDeployment,
  addOperations,
  addApps,
  addReleases,
  addRegistry,
  addSupplyChain,
  addPreviews,
  addSchedules,
  addServices,
  addBackups,
  addState,
])
  add(program, exitWith);

/**
 * Runs the command that the arguments name. With `--json` there is one JSON document on standard output, also after an error.
 * @param words as in `process.argv`
 * @returns the exit code
 */
export async function run(words: readonly string[]): Promise<number> {
  exitCode = 0;
  beginResult();
  try {
    await program.parseAsync(words);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (wantsJson(words)) tellResult({ json: true }, errorDocument(error), () => '');
    return explain(error);
  }
}

/** From the words alone: those that no command takes are an error, too. */
function wantsJson(words: readonly string[]): boolean {
  return words.some((word, index) => ['--json', '--format=json'].includes(word) || (word === '--format' && words[index + 1] === 'json'));
}

function explain(error: unknown): number {
  // It has printed the usage itself.
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof Interrupted) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`\n${colors.red('✖')} ${messageOf(error)}\n`);
  return 1;
}
