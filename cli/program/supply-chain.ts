import { Option, type Command } from 'commander';
import { sbom, SBOM_FORMATS, type SbomOptions } from '../commands/sbom';
import { scan, type ScanOptions } from '../commands/scan';
import type { ExitWith } from './exit-with';

/** Commands about what is in images. */
export function addSupplyChain(program: Command, exitWith: ExitWith): void {
  program
    .command('sbom')
    .description('print what is in the image of an app: every package, its version and where it is')
    .argument('<app>', 'tenant and app, such as acme/shop: its current release, or what runs')
    .addOption(new Option('--format <format>', 'SPDX or CycloneDX').choices(SBOM_FORMATS).default('spdx'))
    .option('--output <file>', 'write it to a file')
    .action(exitWith((app: string, options: SbomOptions) => sbom(app, options)));
  program
    .command('scan')
    .description('look for known vulnerabilities in images; exit code 2 where the policy refuses one')
    .argument('[app]', 'tenant and app, such as acme/shop: its current release, or what runs')
    .option('--all', 'every image that runs, and that of every current release')
    .option('--database <file>', 'database of vulnerabilities (default: that of the policy)')
    .option('--json', 'print as JSON, progress goes to standard error')
    .action(exitWith((app: string | undefined, options: ScanOptions) => scan(app, options)));
}
