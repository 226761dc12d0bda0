import { Command, CommanderError, Option } from 'commander';
import { colors } from './terminal/colors';
import { FORMATS } from './audit/render';
import { audit } from './commands/audit';
import { authority, rotateRoot } from './commands/authority';
import { build, type BuildOptions } from './commands/build';
import { connectTo } from './commands/connect';
import {
  discardRestored,
  drillBackup,
  listBackups,
  printBackupKey,
  restoreBackup,
  runBackup,
  type RestoreOptions,
} from './commands/backup';
import { execIn, runLike, type ExecOptions } from './commands/exec';
import { logs, type LogsOptions } from './commands/logs';
import { restartApp } from './commands/restart';
import { bootstrapCommand } from './commands/bootstrap';
import { doctor } from './commands/doctor';
import { down } from './commands/down';
import { env } from './commands/env';
import { init, type InitOptions } from './commands/init';
import { rotate, type RotateOptions } from './commands/rotate';
import { routes } from './commands/routes';
import { secrets, services, type ServicesOptions } from './commands/services';
import { migrateState, repairState } from './commands/state';
import { status } from './commands/status';
import { unlockState } from './commands/unlock';
import { up } from './commands/up';
import { removeVolumes, volumes } from './commands/volumes';
import { messageOf } from './terminal/error-message';
import { ownManifest } from './init/manifest';
import { errorDocument } from './render/error';
import { beginResult, tellResult } from './terminal/result';
import { Interrupted } from '../operations/process/interrupt';

/** Of the command that has run. */
let exitCode = 0;

/** All commands of `appengine`. */
export const program = new Command('appengine')
  .description('Deploys tenants and their apps to a Docker host.')
  .version(ownManifest().version)
  .showHelpAfterError()
  .exitOverride();

program
  .command('init')
  .description('make a project of your own: a tenant, its app, a test, and what deploys them')
  .argument('[directory]', 'where to; made if it does not exist', '.')
  .option('--package <source>', 'where npm finds this package, such as a tarball (default: the registry)')
  .option('--json', 'print the result as JSON')
  .action((directory: string, _options: object, command: Command) =>
    exitWith((options: InitOptions) => init(directory, options))(command.opts()),
  );
program
  .command('up')
  .description('make sure of everything that is needed, then deploy what is declared; exit code 1 if a stack failed')
  .option('--only <stack...>', 'deploy only these stacks and what they depend on')
  .addOption(
    new Option('--remove-undeclared', 'then remove stacks that are deployed but no longer declared; their data volumes are kept').conflicts(
      'only',
    ),
  )
  .option('--take-over', 'make this project the owner of what another one deployed under the same instance name')
  .option('--wait <seconds>', 'how long to wait for another command that changes the project (default: 600)')
  .option('--no-types', 'do not check the types of the program first')
  .option('--json', 'print the result as JSON, progress goes to standard error')
  .action(exitWith(up));
program
  .command('down')
  .description('remove what was deployed, except data volumes; stops the embedded engine once nothing is left on it')
  .option('--only <stack...>', 'remove only these stacks')
  .option('--volumes', 'remove the data volumes too: asks first')
  .option('--yes', 'do not ask')
  .option('--keep-engine', 'leave the embedded engine running')
  .option('--take-over', 'remove what another project deployed under the same instance name')
  .option('--wait <seconds>', 'how long to wait for another command that changes the project (default: 600)')
  .action(exitWith(down));
program
  .command('status')
  .description(
    'show apps, router and gateways, and what went wrong with them; exit code 2 if one has fewer replicas than wanted, restarted, or is gone',
  )
  .option('--json', 'print as JSON')
  .action(exitWith(status));
program
  .command('routes')
  .description(
    'show where every host leads, its certificate and health; exit code 2 if replicas or a certificate are missing, one ends within 14 days, or two tenants bear a host',
  )
  .option('--json', 'print as JSON')
  .action(exitWith(routes));
const servicesCommand = program
  .command('services')
  .description('show the services of all tenants, what they take and who uses them; exit code 2 if one is down')
  .option('--catalogue', 'show the types that a tenant may have instead')
  .option('--json', 'print as JSON')
  .action(exitWith((options: ServicesOptions) => services(options)));
servicesCommand
  .command('rotate <service...>')
  .description(
    'give the apps of services, such as acme/orders, other credentials; no request fails, and those before are refused at its end',
  )
  .option('--wait <seconds>', 'how long to wait for another command that changes the project (default: 600)')
  .action((places: readonly string[], _options: object, command: Command) =>
    exitWith((options: RotateOptions) => rotate(places, options))(command.optsWithGlobals()),
  );
program
  .command('secrets')
  .description('show the secrets of all tenants, where their values come from and who uses them; never a value')
  .option('--json', 'print as JSON')
  .action(exitWith(secrets));
program
  .command('connect')
  .description(
    'open the client of a service as its operator, through the engine: psql, mariadb, valkey-cli or rabbitmqctl; no port is published',
  )
  .argument('<service>', 'tenant and service, such as acme/orders')
  .argument('[word...]', 'what the client gets, such as -- --command "SELECT 1" (default: a prompt)')
  .action(async (service: string, words: readonly string[]) => {
    exitCode = await connectTo(service, words);
  });
const backupCommand = program.command('backup').description('look after the backups of services and volumes');
backupCommand
  .command('list [place]')
  .description(
    'show backups, drills and what is next, of all or of one such as acme/orders; exit code 2 if one failed, is overdue, or cannot be restored',
  )
  .option('--json', 'print as JSON')
  .action(async (place: string | undefined, options: { readonly json?: boolean }) => {
    exitCode = await listBackups(place, options);
  });
backupCommand
  .command('run <place>')
  .description('make a backup now, such as of acme/orders')
  .option('--json', 'print the result as JSON, progress goes to standard error')
  .action(async (place: string, options: { readonly json?: boolean }) => {
    exitCode = await runBackup(place, options);
  });
backupCommand
  .command('drill <place>')
  .description('restore the last backup into a volume of its own, compare it with what was noted when it was made, and read all others')
  .option('--json', 'print the result as JSON, progress goes to standard error')
  .action(async (place: string, options: { readonly json?: boolean }) => {
    exitCode = await drillBackup(place, options);
  });
backupCommand
  .command('restore <place>')
  .description('restore beside the data, compare, and then go on with it: asks first; the data of now is put aside')
  .option('--backup <id>', 'which one (default: the last one, or the last one before --at)')
  .option('--at <time>', 'PostgreSQL: as it was at a time such as 2026-11-29T03:15:00Z, or latest (default: the end of the backup)')
  .option('--no-switch', 'only restore and compare, and remove it again')
  .option('--yes', 'do not ask')
  .option('--json', 'print the result as JSON, progress goes to standard error')
  .action(async (place: string, options: RestoreOptions) => {
    exitCode = await restoreBackup(place, options);
  });
backupCommand
  .command('discard <place>')
  .description('delete data that restores have put aside: asks first')
  .option('--yes', 'do not ask')
  .option('--json', 'print the result as JSON')
  .action(async (place: string, options: { readonly yes?: boolean; readonly json?: boolean }) => {
    exitCode = await discardRestored(place, options);
  });
backupCommand
  .command('key <tenant>')
  .description('print what the backups of a tenant are encrypted by, to keep it elsewhere: asks first')
  .option('--yes', 'do not ask')
  .option('--json', 'print the result as JSON')
  .action(async (tenant: string, options: { readonly yes?: boolean; readonly json?: boolean }) => {
    exitCode = await printBackupKey(tenant, options);
  });
program
  .command('logs')
  .description('print what the apps of a tenant have printed, with its time: the last 100 lines of each container, or all since a time')
  .argument('<place>', 'tenant, or tenant and app, such as acme/shop')
  .option('--app <app>', 'only this one')
  .option('-f, --follow', 'go on with new lines, until Ctrl+C')
  .option('--since <time>', 'such as 90s, 10m, 2h, 1d, or 2026-11-29T18:00:00Z')
  .option('--json', 'print each line as a JSON object')
  .action((place: string, options: LogsOptions) => exitWith((given: LogsOptions) => logs(place, given))(options));
program
  .command('exec')
  .description('run a program in a replica of an app, as its user and within its limits; no shell reads the words')
  .argument('<app>', 'tenant and app, such as acme/shop')
  .argument('<word...>', 'the program and its arguments, after --, such as -- node --version')
  .option('--replica <number>', 'which one (default: the first that runs)')
  .action((place: string, words: readonly string[], options: ExecOptions) =>
    exitWith((given: ExecOptions) => execIn(place, words, given))(options),
  );
program
  .command('run')
  .description(
    'run a program once, in a container of its own that is as a replica of an app: image, user, limits, bindings; data is read-only',
  )
  .argument('<app>', 'tenant and app, such as acme/shop')
  .argument('<word...>', 'the program and its arguments, after --, such as -- node report.js')
  .action(async (place: string, words: readonly string[]) => {
    exitCode = await runLike(place, words);
  });
program
  .command('restart')
  .description('restart the replicas of an app one after the other, each when the one before is healthy; with one replica, requests wait')
  .argument('<app>', 'tenant and app, such as acme/shop')
  .option('--json', 'print the result as JSON, progress goes to standard error')
  .action((place: string, options: { readonly json?: boolean }) =>
    exitWith((given: { readonly json?: boolean }) => restartApp(place, given))(options),
  );
program
  .command('build')
  .description('tell how the sources of an application become an image, and why; builds nothing')
  .argument('[directory]', 'of the sources', '.')
  .option('--print', 'print the Dockerfile instead')
  .option('--json', 'print as JSON')
  .action((directory: string, _options: object, command: Command) =>
    exitWith((options: BuildOptions) => build(directory, options))(command.opts()),
  );
const volumesCommand = program
  .command('volumes')
  .description('show the volumes with users’ data: size, age, what mounts them, and whether they are still declared')
  .option('--json', 'print as JSON')
  .action(exitWith(volumes));
volumesCommand
  .command('remove <name...>')
  .description('delete volumes that nothing mounts and nothing declares: asks first')
  .option('--yes', 'do not ask')
  .action((names: readonly string[], _options: object, command: Command) =>
    exitWith((options: { readonly yes?: boolean; readonly json?: boolean }) => removeVolumes(names, options))(command.optsWithGlobals()),
  );
const stateCommand = program.command('state').description('look after the Terraform states of this project');
stateCommand
  .command('repair [stack...]')
  .description('bring back states that cannot be read: from their backups, and from what the engine has (default: all that cannot be read)')
  .option('--json', 'print the result as JSON, progress goes to standard error')
  .action(async (names: readonly string[], options: { readonly json?: boolean }) => {
    exitCode = await repairState(names, options);
  });
stateCommand
  .command('migrate')
  .description('move the states of this project to the backend that it declares now')
  .option('--wait <seconds>', 'how long to wait for another command that changes the installation (default: 600)')
  .option('--json', 'print the result as JSON, progress goes to standard error')
  .action(exitWith(migrateState));
stateCommand
  .command('unlock [stack...]')
  .description('take locks away from commands that were killed elsewhere: names who holds them, and asks (default: of all stacks)')
  .option('--yes', 'do not ask')
  .action(async (names: readonly string[], options: { readonly yes?: boolean }) => {
    exitCode = await unlockState(names, options);
  });
program
  .command('audit')
  .description('judge what is declared, what an apply would make of it, and what the engine has, by every rule')
  .addOption(
    new Option('--surface <surface...>', 'look only at these (default: all that can be reached)').choices(['synth', 'plan', 'live']),
  )
  .option('--host <url>', 'engine for live: unix://, ssh:// or tcp:// (default: the one that up would use)')
  .option(
    '--file <path...>',
    'judge these instead of the project: cdk.tf.json, other Terraform JSON, or the output of terraform show -json',
  )
  .addOption(
    new Option('--fail-on <severity>', 'exit with 2 from this severity on; what is unknown counts too')
      .choices(['critical', 'high', 'medium', 'low', 'never'])
      .default('medium'),
  )
  .addOption(new Option('--format <format>', 'form of the report').choices(Object.keys(FORMATS)).default('terminal'))
  .option('--output <file>', 'write the report there (default: standard output)')
  .option('--rules <module>', 'judge by the rule pack that this module exports as `pack` (default: what each stack says)')
  .option('--all', 'judge what others have on the engine, too (default: it is counted)')
  .option('--scan-images', 'search images for setuid files (default: only where the engine is on this machine)')
  .option('--no-scan-images', 'do not search images')
  .addHelpText('after', '\nExit codes: 0 nothing at or above the threshold, 1 the audit could not be made, 2 findings.')
  .action(exitWith(audit));
program
  .command('doctor')
  .description('tell what is there and what is missing, why, and what to do; changes nothing; exit code 1 if something is missing')
  .option('--json', 'print as JSON')
  .action(exitWith(doctor));
const authorityCommand = program
  .command('authority')
  .description('print what clients have to trust for https, in PEM, which may be two certificates: npx appengine authority > authority.pem')
  .action(exitWith(authority));
authorityCommand
  .command('rotate')
  .description('make the next authority before the one that signs is due; clients have 20 months to trust it, then it signs')
  .option('--complete', 'let the next authority sign from now on, when clients trust it')
  .option('--wait <seconds>', 'how long to wait for another command that changes the installation (default: 600)')
  .option('--json', 'print the result as JSON')
  .action(exitWith(rotateRoot));
program.command('env').description('print exports for a shell: eval "$(npx appengine env)"').action(exitWith(env));
program.command('bootstrap').description('only make sure of everything that is needed').action(exitWith(bootstrapCommand));

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

function exitWith<Options>(command: (options: Options) => Promise<number>): (options: Options) => Promise<void> {
  return async (options) => {
    exitCode = await command(options);
  };
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
