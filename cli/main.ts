import { Command } from 'commander';
import { colors } from './terminal/colors';
import { adoptEnvironment, QUIET } from './bootstrap/environment';
import { authority } from './commands/authority';
import { bootstrapCommand } from './commands/bootstrap';
import { doctor } from './commands/doctor';
import { down } from './commands/down';
import { env } from './commands/env';
import { status } from './commands/status';
import { test } from './commands/test';
import { up } from './commands/up';
import { Interrupted, watchInterrupts } from './process/interrupt';

const program = new Command('appengine').description('Deploys tenants and their apps to a Docker host.').showHelpAfterError();

program
  .command('up')
  .description('make sure of everything that is needed, then deploy what is declared; exit code 1 if a stack failed')
  .option('--only <stack...>', 'deploy only these stacks and what they depend on')
  .option('--json', 'print the result as JSON, progress goes to standard error')
  .action(exitWith(up));
program
  .command('down')
  .description('remove what was deployed, except data volumes; stops the embedded engine once nothing is left on it')
  .option('--only <stack...>', 'remove only these stacks')
  .option('--volumes', 'remove the data volumes too: asks first')
  .option('--yes', 'do not ask')
  .option('--keep-engine', 'leave the embedded engine running')
  .action(exitWith(down));
program
  .command('status')
  .description('show apps with their URLs and healthy replicas; exit code 2 if any has fewer than wanted')
  .option('--json', 'print as JSON')
  .action(exitWith(status));
program
  .command('doctor')
  .description('tell what is there and what is missing, why, and what to do; changes nothing; exit code 1 if something is missing')
  .option('--json', 'print as JSON')
  .action(exitWith(doctor));
program
  .command('authority')
  .description('print the certificate that clients have to trust for https, in PEM: npx appengine authority > authority.pem')
  .action(exitWith(authority));
program.command('env').description('print exports for a shell: eval "$(npx appengine env)"').action(exitWith(env));
program.command('bootstrap').description('only make sure of everything that is needed').action(exitWith(bootstrapCommand));
program.command('test').description('run every test suite and count; exit code 1 if one failed').action(exitWith(test));

function exitWith<Options>(command: (options: Options) => Promise<number>): (options: Options) => Promise<void> {
  return async (options) => {
    process.exitCode = await command(options).catch(explain);
  };
}

function explain(error: unknown): number {
  if (error instanceof Interrupted) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`\n${colors.red('✖')} ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
}

watchInterrupts();
adoptEnvironment(QUIET);
void program.parseAsync();
