import type { Command } from 'commander';
import {
  backupKey,
  discardRestored,
  drillBackup,
  fetchBackups,
  listBackups,
  restoreBackup,
  runBackup,
  type KeyOptions,
} from '../commands/backup';
import { recorded } from '../events/recorded';
import type { ExitWith } from './exit-with';

/** Commands about the backups of services and volumes. */
export function addBackups(program: Command, exitWith: ExitWith): void {
  const backupCommand = program.command('backup').description('look after the backups of services and volumes');
  backupCommand
    .command('list [place]')
    .description(
      'show backups, drills and what is next, of all or of one such as acme/orders; exit code 2 if one failed, is overdue, or cannot be restored',
    )
    .option('--json', 'print as JSON')
    .action(exitWith((place: string | undefined, options: { readonly json?: boolean }) => listBackups(place, options)));
  backupCommand
    .command('run <place>')
    .description('make a backup now, such as of acme/orders')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(exitWith((place: string, options: { readonly json?: boolean }) => runBackup(place, options)));
  backupCommand
    .command('drill <place>')
    .description(
      'restore the last backup into a volume of its own, compare it with what was noted when it was made, and read all others; and again from the target',
    )
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(exitWith((place: string, options: { readonly json?: boolean }) => drillBackup(place, options)));
  backupCommand
    .command('restore <place>')
    .description('restore beside the data, compare, and then go on with it: asks first; the data of now is put aside')
    .option('--backup <id>', 'which one (default: the last one, or the last one before --at)')
    .option('--at <time>', 'PostgreSQL: as it was at a time such as 2026-11-29T03:15:00Z, or latest (default: the end of the backup)')
    .option('--no-switch', 'only restore and compare, and remove it again')
    .option('--yes', 'do not ask')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(exitWith(recorded('backup restore', ([place]) => ({ subjects: [place] }), restoreBackup)));
  backupCommand
    .command('fetch <place>')
    .description('bring all backups back from their target, such as on a new host: asks first; those that are there are put aside')
    .option('--yes', 'do not ask')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(exitWith(recorded('backup fetch', ([place]) => ({ subjects: [place] }), fetchBackups)));
  backupCommand
    .command('discard <place>')
    .description('delete what restores and fetches have put aside: asks first')
    .option('--yes', 'do not ask')
    .option('--json', 'print the result as JSON')
    .action(exitWith(recorded('backup discard', ([place]) => ({ subjects: [place] }), discardRestored)));
  backupCommand
    .command('key <tenant>')
    .description('print what the backups of a tenant are encrypted by, to keep it elsewhere, or put it back: asks first')
    .option('--from <file>', 'put back what was printed before, such as on a new host')
    .option('--yes', 'do not ask')
    .option('--json', 'print the result as JSON')
    .action(exitWith((tenant: string, options: KeyOptions) => backupKey(tenant, options)));
}
