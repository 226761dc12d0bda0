import type { Command } from 'commander';
import {
  listPreviews,
  previewDown,
  previewUp,
  prunePreviews,
  type PreviewDownOptions,
  type PreviewOptions,
  type PreviewUpOptions,
} from '../commands/preview';
import { recorded } from '../events/recorded';
import type { ExitWith } from './exit-with';

const WAIT = 'how long to wait for another command that changes the project (default: 600)';
const JSON_RESULT = 'print the result as JSON, progress goes to standard error';

/** Commands about previews of branches. */
export function addPreviews(program: Command, exitWith: ExitWith): void {
  const preview = program.command('preview').description('look after previews: a tenant for each branch, with hosts and data of its own');
  preview
    .command('up')
    .description('deploy the preview of a branch from the sources that lie here, and remove those that are over; changes nothing else')
    .argument('[tenant]', 'which one (default: each that allows previews)')
    .option('--branch <name>', 'which branch it shows, such as pr-12 (default: the one that is checked out)')
    .option('--wait <seconds>', WAIT)
    .option('--no-types', 'do not check the types of the program first')
    .option('--json', JSON_RESULT)
    .action(
      exitWith(
        recorded(
          'preview up',
          ([tenant]) => ({ subjects: tenant === undefined ? [] : [tenant] }),
          (tenant: string | undefined, options: PreviewUpOptions) => previewUp(tenant, options),
        ),
      ),
    );
  preview
    .command('list')
    .description('show all previews, whose they are, and until when they stay')
    .option('--json', 'print as JSON')
    .action(exitWith((options: { readonly json?: boolean }) => listPreviews(options)));
  preview
    .command('down')
    .description('remove a preview, with its data')
    .argument('<preview>', 'such as acme/pr-12; pr-12 or a branch for those of all tenants')
    .option('--if-exists', 'one that is gone already is no error')
    .option('--wait <seconds>', WAIT)
    .option('--json', JSON_RESULT)
    .action(
      exitWith(
        recorded(
          'preview down',
          ([name]) => ({ subjects: [name] }),
          (name: string, options: PreviewDownOptions) => previewDown(name, options),
        ),
      ),
    );
  preview
    .command('prune')
    .description('remove the previews that are over, with their data')
    .option('--wait <seconds>', WAIT)
    .option('--json', JSON_RESULT)
    .action(
      exitWith(
        recorded(
          'preview prune',
          () => ({ subjects: [] }),
          (options: PreviewOptions) => prunePreviews(options),
        ),
      ),
    );
}
