import type { Command } from 'commander';
import { listRegistry, pruneRegistry, registryPassword, type PruneRegistryOptions } from '../commands/registry';
import { recorded } from '../events/recorded';
import type { ExitWith } from './exit-with';

/** Option of all of them. */
interface Json {
  readonly json?: boolean;
}

/** Commands about the registry that the platform runs. */
export function addRegistry(program: Command, exitWith: ExitWith): void {
  const registry = program.command('registry').description('look after the registry of images that the platform runs');
  registry
    .command('list')
    .description('show its images, their size, and the releases that name them')
    .option('--json', 'print as JSON')
    .action(exitWith((options: Json) => listRegistry(options)));
  registry
    .command('prune')
    .description(
      'remove images that no release file names and that are not among the last two of their repository, and free their layers; pulls go on',
    )
    .option('--dry-run', 'only tell which')
    .option('--json', 'print the result as JSON')
    .action(
      exitWith(
        recorded(
          'registry prune',
          () => ({ subjects: [] }),
          (options: PruneRegistryOptions) => pruneRegistry(options),
        ),
      ),
    );
  registry
    .command('password')
    .description('print the password of a user, for docker login --password-stdin on another host')
    .argument('<user>', 'pull for hosts, push for those who build releases elsewhere')
    .option('--json', 'print as JSON')
    .action(
      exitWith(
        recorded(
          'registry password',
          ([user]) => ({ subjects: [user] }),
          (user: string, options: Json) => registryPassword(user, options),
        ),
      ),
    );
}
