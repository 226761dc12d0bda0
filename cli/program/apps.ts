import type { Command } from 'commander';
import { build, type BuildOptions } from '../commands/build';
import { execIn, runLike } from '../commands/exec';
import { logs, type LogsOptions } from '../commands/logs';
import { events, type EventsOptions } from '../commands/events';
import { restartApp } from '../commands/restart';
import { scale } from '../commands/scale';
import { recorded } from '../events/recorded';
import type { ExitWith } from './exit-with';

/** Commands about the apps of a tenant, day by day. */
export function addApps(program: Command, exitWith: ExitWith): void {
  program
    .command('logs')
    .description('print what the apps of a tenant have printed, with its time: the last 100 lines of each container, or all since a time')
    .argument('<place>', 'tenant, or tenant and app, such as acme/shop')
    .option('--app <app>', 'only this one')
    .option('-f, --follow', 'go on with new lines, until Ctrl+C')
    .option('--since <time>', 'such as 90s, 10m, 2h, 1d, or 2026-11-29T18:00:00Z')
    .option('--json', 'print each line as a JSON object')
    .action(exitWith((place: string, options: LogsOptions) => logs(place, options)));
  program
    .command('exec')
    .description('run a program in a replica of an app, as its user and within its limits; no shell reads the words')
    .argument('<app>', 'tenant and app, such as acme/shop')
    .argument('<word...>', 'the program and its arguments, after --, such as -- node --version')
    .option('--replica <number>', 'which one (default: the first that runs)')
    .action(exitWith(recorded('exec', ([place, words]) => ({ subjects: [place], words }), execIn)));
  program
    .command('run')
    .description(
      'run a program once, in a container of its own that is as a replica of an app: image, user, limits, bindings; data is read-only',
    )
    .argument('<app>', 'tenant and app, such as acme/shop')
    .argument('<word...>', 'the program and its arguments, after --, such as -- node report.js')
    .action(exitWith(recorded('run', ([place, words]) => ({ subjects: [place], words }), runLike)));
  program
    .command('restart')
    .description('restart the replicas of an app one after the other, each when the one before is healthy; with one replica, requests wait')
    .argument('<app>', 'tenant and app, such as acme/shop')
    .option('--json', 'print the result as JSON, progress goes to standard error')
    .action(exitWith(recorded('restart', ([place]) => ({ subjects: [place] }), restartApp)));
  program
    .command('scale')
    .description('say which line of the project decides how many replicas an app has; changes nothing')
    .argument('<app>', 'tenant and app, such as acme/shop')
    .argument('<replicas>', 'how many are wanted, 1 to 20')
    .option('--json', 'print the result as JSON')
    .action(exitWith(recorded('scale', ([place, count]) => ({ subjects: [place], words: [count] }), scale)));
  program
    .command('events')
    .description('show what was done from this checkout: what was deployed, by whom, when, and with which result')
    .argument('[place]', 'tenant, or tenant and app, such as acme/shop')
    .option('--since <time>', 'such as 90s, 10m, 2h, 1d, or 2026-11-29T18:00:00Z')
    .option('--json', 'print as JSON')
    .action(exitWith((place: string | undefined, options: EventsOptions) => events(place, options)));
  program
    .command('build')
    .description('tell how the sources of an application become an image, and why; builds nothing')
    .argument('[directory]', 'of the sources', '.')
    .option('--print', 'print the Dockerfile instead')
    .option('--json', 'print as JSON')
    .action(exitWith((directory: string, options: BuildOptions) => build(directory, options)));
}
