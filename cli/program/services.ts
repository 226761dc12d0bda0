import type { Command } from 'commander';
import { connectTo } from '../commands/connect';
import { rotate, type RotateOptions } from '../commands/rotate';
import { secrets, services } from '../commands/services';
import { slowStatements, type SlowOptions } from '../commands/slow';
import { recorded } from '../events/recorded';
import type { ExitWith } from './exit-with';

/** Commands about services and secrets. */
export function addServices(program: Command, exitWith: ExitWith): void {
  const servicesCommand = program
    .command('services')
    .description('show the services of all tenants, what they take and who uses them; exit code 2 if one is down')
    .option('--catalogue', 'show the types that a tenant may have instead')
    .option('--json', 'print as JSON')
    .action(exitWith(services));
  servicesCommand
    .command('rotate <service...>')
    .description(
      'give the apps of services, such as acme/orders, other credentials; no request fails, and those before are refused at its end',
    )
    .option('--wait <seconds>', 'how long to wait for another command that changes the project (default: 600)')
    .action((places: readonly string[], _options: object, command: Command) =>
      exitWith(
        recorded(
          'services rotate',
          () => ({ subjects: places }),
          (given: RotateOptions) => rotate(places, given),
        ),
      )(command.optsWithGlobals()),
    );
  servicesCommand
    .command('slow <service>')
    .description('let a PostgreSQL service, such as acme/orders, log slow statements for some time; nothing is restarted')
    .option('--over <ms>', 'how long a statement takes at least, 0 to 3600000 (default: 250)')
    .option('--for <minutes>', 'when it ends by itself, 1 to 1440 (default: 10)')
    .option('--off', 'end it now')
    .action((place: string, _options: object, command: Command) =>
      exitWith(
        recorded(
          'services slow',
          () => ({ subjects: [place] }),
          (given: SlowOptions) => slowStatements(place, given),
        ),
      )(command.optsWithGlobals()),
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
    .action(exitWith((service: string, words: readonly string[]) => connectTo(service, words)));
}
