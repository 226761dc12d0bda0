import { Option, type Command } from 'commander';
import { pruneImages, type PruneOptions } from '../commands/prune';
import { diffReleases, listReleases, rollbackRelease, type RollbackOptions } from '../commands/release';
import { canaryRelease, type CanaryCommandOptions } from '../commands/release-canary';
import { pullRelease } from '../commands/release-pull';
import { buildRelease, type ReleaseBuildOptions } from '../commands/release-build';
import { push, type PushOptions } from '../commands/push';
import { promoteRelease } from '../commands/release-promote';
import { recorded } from '../events/recorded';
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
    .description(
      'build the image of an app from its sources, put it into the registry where there is one, and make it the current release; deploys nothing',
    )
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
    .command('canary')
    .description(
      'try a release on more and more of the requests, step by step, and make it the current one; exit code 3 if it does not do well and is taken back',
    )
    .argument('<app>', 'tenant and release, such as acme/shop')
    .option('--number <number>', 'which one (default: the youngest)')
    .option('--steps <percents>', 'parts of the requests, rising, 1 to 99 (default: 5,25,50)')
    .option('--every <time>', 'time of each step, 5s to 24h (default: 5m)')
    .option('--max-errors <percent>', 'part of its requests that may fail (default: 1%)')
    .option('--max-latency <time>', 'mean time until an answer begins (default: twice that of the current release, and at least 100ms)')
    .option('--min-requests <count>', 'requests without which a step is not called good (default: 100)')
    .addOption(new Option('--continue', 'go on with the one that the file has, from its part on').conflicts(['stop', 'number']))
    .addOption(new Option('--stop', 'take back the one that the file has, and deploy that').conflicts('number'))
    .option('--wait <seconds>', 'how long to wait for another command that changes the tenant (default: 600)')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .addHelpText('after', '\nExit codes: 0 it is the current release, or was stopped, 1 it could not be tried, 3 it was taken back.')
    .action(
      exitWith(
        recorded(
          'release canary',
          ([place]) => ({ subjects: [place] }),
          (place: string, options: CanaryCommandOptions) => canaryRelease(place, options),
        ),
      ),
    );
  release
    .command('pull')
    .description('get the image that a deploy runs from the registry, where the engine has not got it: up does so by itself')
    .argument('<app>', 'tenant and release, such as acme/shop')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(exitWith((place: string, options: Json) => pullRelease(place, options)));
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
    .command('push')
    .description('make a release of the sources that lie here, and deploy it: release build, and up of its tenant')
    .argument('[what]', 'tenant and release, such as acme/shop, or the directory of its sources (default: the working directory)')
    .option('--no-sbom', 'leave out the list of what is in the image: it needs syft, or Go to build it once')
    .option('--wait <seconds>', 'how long to wait for another command that changes the project (default: 600)')
    .option('--no-types', 'do not check the types of the program first')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(
      exitWith(
        recorded(
          'push',
          ([what]) => ({ subjects: what === undefined ? [] : [what] }),
          (what: string | undefined, options: PushOptions) => push(what, options),
        ),
      ),
    );
  program
    .command('prune')
    .description('remove images that nothing uses, no release names, and that are not among the last two of their repository')
    .option('--dry-run', 'only tell which, and what their removal frees')
    .option('--json', 'print the result as JSON')
    .action(exitWith((options: PruneOptions) => pruneImages(options)));
}
