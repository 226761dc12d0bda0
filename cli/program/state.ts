import type { Command } from 'commander';
import { migrateState, repairState } from '../commands/state';
import { unlockState } from '../commands/unlock';
import { removeVolumes, volumes } from '../commands/volumes';
import { recorded } from '../events/recorded';
import type { ExitWith } from './exit-with';

/** Commands about the data volumes and the Terraform states of a project. */
export function addState(program: Command, exitWith: ExitWith): void {
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
      exitWith(
        recorded(
          'volumes remove',
          () => ({ subjects: [], words: names }),
          (given: { readonly yes?: boolean; readonly json?: boolean }) => removeVolumes(names, given),
        ),
      )(command.optsWithGlobals()),
    );
  const stateCommand = program.command('state').description('look after the Terraform states of this project');
  stateCommand
    .command('repair [stack...]')
    .description(
      'bring back states that cannot be read: from their backups, and from what the engine has (default: all that cannot be read)',
    )
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(exitWith((names: readonly string[], options: { readonly json?: boolean }) => repairState(names, options)));
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
    .action(exitWith((names: readonly string[], options: { readonly yes?: boolean }) => unlockState(names, options)));
}
