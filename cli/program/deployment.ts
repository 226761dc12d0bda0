import { Argument, Option, type Command } from 'commander';
import { bootstrapCommand } from '../commands/bootstrap';
import { ci, CI_SYSTEMS } from '../commands/ci';
import { down } from '../commands/down';
import { env } from '../commands/env';
import { importCommand, type ImportCommandOptions } from '../commands/import';
import { init, type InitOptions } from '../commands/init';
import { FAIL_ON, plan, type PlanOptions } from '../commands/plan';
import { up, type UpOptions } from '../commands/up';
import { recorded } from '../events/recorded';
import type { ExitWith } from './exit-with';

/** Commands that make a project, deploy it and remove it. */
export function addDeployment(program: Command, exitWith: ExitWith): void {
  program
    .command('init')
    .description('make a project of your own: a tenant, its app, a test, and what deploys them')
    .argument('[directory]', 'where to; made if it does not exist', '.')
    .option('--package <source>', 'where npm finds this package, such as a tarball (default: the registry)')
    .option('--json', 'print the result as JSON')
    .action(exitWith((directory: string, options: InitOptions) => init(directory, options)));
  program
    .command('import')
    .description(
      'write a tenant for what a compose file, a Procfile with its app.json, or a deploy.yml of Kamal describes; exit code 2 if something is left to do',
    )
    .argument('<file>', 'such as compose.yaml, Procfile or config/deploy.yml')
    .option('--tenant <name>', 'name of the tenant (default: that of the application, or of its directory)')
    .option('--output <file>', 'where to write it; a file that is there is left alone (default: tenants/<name>.ts)')
    .option('--json', 'print what became of each service as JSON, with the places in the files')
    .action(exitWith((file: string, options: ImportCommandOptions) => importCommand(file, options)));
  program
    .command('up')
    .description('make sure of everything that is needed, then deploy what is declared; exit code 1 if a stack failed')
    .option('--only <stack...>', 'deploy only these stacks and what they depend on')
    .addOption(
      new Option(
        '--remove-undeclared',
        'then remove stacks that are deployed but no longer declared; their data volumes are kept',
      ).conflicts('only'),
    )
    .option('--take-over', 'make this project the owner of what another one deployed under the same instance name')
    .option('--wait <seconds>', 'how long to wait for another command that changes the project (default: 600)')
    .option('--no-types', 'do not check the types of the program first')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(
      exitWith(
        recorded(
          'up',
          ([{ only = [] }]) => ({ subjects: only }),
          (options: UpOptions) => up(options),
        ),
      ),
    );
  program
    .command('plan')
    .description('tell what up would change, as a person reads it, and what of that a review of security has to know; changes nothing')
    .option('--only <stack...>', 'only these stacks and what they depend on')
    .option(
      '--against <directory>',
      'compare with what was synthesized there, such as from another branch: needs no engine (default: with what is deployed)',
    )
    .addOption(
      new Option('--fail-on <difference>', 'exit with 2 for such a security difference; what is known after the apply counts as wider')
        .choices(FAIL_ON)
        .default('never'),
    )
    .addOption(new Option('--markdown', 'print a comment for a pull request').conflicts('json'))
    .option('--json', 'print as JSON, progress goes to standard error')
    .addHelpText('after', '\nExit codes: 0 planned, 1 no plan could be made, 2 a difference at the threshold.')
    .action(exitWith((options: PlanOptions) => plan(options)));
  program
    .command('ci')
    .description(
      'write a pipeline: a change is tested, judged and planned, with the plan as a comment; the branch is deployed, with states that all share',
    )
    .addArgument(new Argument('<system>', 'where it runs').choices(CI_SYSTEMS))
    .option('--branch <name>', 'branch that is deployed (default: the default branch of the repository)')
    .option('--no-deploy', 'write a pipeline that deploys nothing')
    .option('--previews', 'give every change a preview, as long as it is open')
    .option('--force', 'replace a pipeline that is there')
    .addOption(new Option('--print', 'print it, and write nothing').conflicts('json'))
    .option('--json', 'print what was written, and what it needs, as JSON')
    .action(exitWith(ci));
  program
    .command('down')
    .description('remove what was deployed, except data volumes; stops the embedded engine once nothing is left on it')
    .option('--only <stack...>', 'remove only these stacks')
    .option('--volumes', 'remove the data volumes too: asks first')
    .option('--yes', 'do not ask')
    .option('--keep-engine', 'leave the embedded engine running')
    .option('--take-over', 'remove what another project deployed under the same instance name')
    .option('--wait <seconds>', 'how long to wait for another command that changes the project (default: 600)')
    .action(exitWith(recorded('down', ([{ only = [] }]) => ({ subjects: only }), down)));
  program.command('env').description('print exports for a shell: eval "$(npx appengine env)"').action(exitWith(env));
  program.command('bootstrap').description('only make sure of everything that is needed').action(exitWith(bootstrapCommand));
}
