import { Option, type Command } from 'commander';
import { FORMATS } from '../audit/render';
import { audit } from '../commands/audit';
import { authority, rotateRoot } from '../commands/authority';
import { doctor } from '../commands/doctor';
import { routes } from '../commands/routes';
import { status } from '../commands/status';
import { recorded } from '../events/recorded';
import type { ExitWith } from './exit-with';

/** Commands that tell how an installation is. */
export function addOperations(program: Command, exitWith: ExitWith): void {
  program
    .command('status')
    .description(
      'show apps, router and gateways, and what went wrong with them; exit code 2 if one has fewer replicas than wanted, restarted, or is gone',
    )
    .addOption(new Option('--json', 'print as JSON').conflicts('metrics'))
    .option('--metrics', 'print as metrics, in the text format of Prometheus')
    .action(exitWith(status));
  program
    .command('routes')
    .description(
      'show where every host leads, its certificate and health; exit code 2 if replicas or a certificate are missing, one ends within 14 days, or two tenants bear a host',
    )
    .option('--json', 'print as JSON')
    .action(exitWith(routes));
  program
    .command('audit')
    .description('judge what is declared, what an apply would make of it, and what the engine has, by every rule')
    .addOption(
      new Option('--surface <surface...>', 'look only at these (default: all that can be reached)').choices(['synth', 'plan', 'live']),
    )
    .option('--host <url>', 'engine for live: unix://, ssh:// or tcp:// (default: the one that up would use)')
    .option(
      '--file <path...>',
      'judge these instead of the project: cdk.tf.json, other Terraform JSON, or the output of terraform show -json',
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit with 2 from this severity on; what is unknown counts too')
        .choices(['critical', 'high', 'medium', 'low', 'never'])
        .default('medium'),
    )
    .addOption(new Option('--format <format>', 'form of the report').choices(Object.keys(FORMATS)).default('terminal'))
    .option('--output <file>', 'write the report there (default: standard output)')
    .option('--rules <module>', 'judge by the rule pack that this module exports as `pack` (default: what each stack says)')
    .option('--all', 'judge what others have on the engine, too (default: it is counted)')
    .option('--scan-images', 'search images for setuid files (default: only where the engine is on this machine)')
    .option('--no-scan-images', 'do not search images')
    .addHelpText('after', '\nExit codes: 0 nothing at or above the threshold, 1 the audit could not be made, 2 findings.')
    .action(exitWith(audit));
  program
    .command('doctor')
    .description('tell what is there and what is missing, why, and what to do; changes nothing; exit code 1 if something is missing')
    .option('--json', 'print as JSON')
    .action(exitWith(doctor));
  const authorityCommand = program
    .command('authority')
    .description(
      'print what clients have to trust for https, in PEM, which may be two certificates: npx appengine authority > authority.pem',
    )
    .option('--json', 'print as JSON')
    .action(exitWith(authority));
  authorityCommand
    .command('rotate')
    .description('make the next authority before the one that signs is due; clients have 20 months to trust it, then it signs')
    .option('--complete', 'let the next authority sign from now on, when clients trust it')
    .option('--wait <seconds>', 'how long to wait for another command that changes the installation (default: 600)')
    .action((_options: object, command: Command) =>
      exitWith(recorded('authority rotate', () => ({ subjects: [] }), rotateRoot))(command.optsWithGlobals()),
    );
}
