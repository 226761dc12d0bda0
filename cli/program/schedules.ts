import type { Command } from 'commander';
import { listSchedules, runSchedule } from '../commands/schedules';
import { recorded } from '../events/recorded';
import type { ExitWith } from './exit-with';

/** Commands about what runs on time. */
export function addSchedules(program: Command, exitWith: ExitWith): void {
  const schedulesCommand = program
    .command('schedules [place]')
    .description(
      'show what runs on time, when next, and what became of it, of all tenants, of one, or each run of one such as acme/invoices; exit code 2 if a last run failed or was missed',
    )
    .option('--json', 'print as JSON')
    .action(exitWith((place: string | undefined, options: { readonly json?: boolean }) => listSchedules(place, options)));
  schedulesCommand
    .command('run <place>')
    .description('run it now, such as acme/invoices; exit code 2 if it fails')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action((place: string, _options: object, command: Command) =>
      exitWith(
        recorded(
          'schedules run',
          () => ({ subjects: [place] }),
          (given: { readonly json?: boolean }) => runSchedule(place, given),
        ),
      )(command.optsWithGlobals()),
    );
}
