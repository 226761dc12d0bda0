import type { Command } from 'commander';
import { pruneImages, type PruneOptions } from '../commands/prune';
import { diffReleases, listReleases, rollbackRelease, type RollbackOptions } from '../commands/release';
import { buildRelease, type ReleaseBuildOptions } from '../commands/release-build';
import { promoteRelease } from '../commands/release-promote';
import type { ExitWith } from './exit-with';

/** Option of all of them. */
interface Json {
  readonly json?: boolean;
}

/** Commands about releases, and about the images of those that are gone. */
export function addReleases(program: Command, exitWith: ExitWith): void {
  const release = program
    .command('release')
    .description('make releases, take them back, and hand them on: each is a change of a file in releases/');
  release
    .command('build')
    .description('build the image of an app from its sources, and make it the current release; deploys nothing')
    .argument('<app>', 'tenant and release, such as acme/shop')
    .option('--no-sbom', 'leave out the list of what is in the image: it needs syft, or Go to build it once')
    .option('--wait <seconds>', 'how long to wait for another command that changes the tenant (default: 600)')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(exitWith((place: string, options: ReleaseBuildOptions) => buildRelease(place, options)));
  release
    .command('promote')
    .description('make the current release of one tenant that of another: the same image, byte for byte')
    .argument('<from>', 'tenant and release that it comes from, such as staging/shop')
    .argument('<to>', 'tenant and release that it goes to, such as acme/shop')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(exitWith((from: string, to: string, options: Json) => promoteRelease(from, to, options)));
  release
    .command('rollback')
    .description('make an earlier release the current one again, or a later one; builds nothing')
    .argument('<app>', 'tenant and release, such as acme/shop')
    .option('--to <number>', 'which one (default: the one before the current one)')
    .option('--json', 'print the result as JSON')
    .action(exitWith((place: string, options: RollbackOptions) => rollbackRelease(place, options)));
  release
    .command('list')
    .description('show the releases of an app, and which of them is deployed, failed, kept or missing on the engine')
    .argument('<app>', 'tenant and release, such as acme/shop')
    .option('--json', 'print as JSON')
    .action(exitWith((place: string, options: Json) => listReleases(place, options)));
  release
    .command('diff')
    .description('show what is between two releases: images, commits, configuration; needs no engine')
    .argument('<app>', 'tenant and release, such as acme/shop')
    .argument('[from]', 'number of a release (default: the one before the current one)')
    .argument('[to]', 'number of a release (default: the current one)')
    .option('--json', 'print as JSON')
    .action(
      exitWith((place: string, from: string | undefined, to: string | undefined, options: Json) => diffReleases(place, from, to, options)),
    );
  program
    .command('prune')
    .description('remove images that nothing uses, no release names, and that are not among the last two of their repository')
    .option('--dry-run', 'only tell which, and what their removal frees')
    .option('--json', 'print the result as JSON')
    .action(exitWith((options: PruneOptions) => pruneImages(options)));
}
