import { cpus } from 'node:os';
import { Command } from 'commander';
import { renderTable } from '../cli/terminal/table';
import type { Bench, BenchResult } from './bench';
import { deploys } from './deploys';
import { route } from './route';
import { rules } from './rules';
import { services } from './services';
import { synth } from './synth';
import { tenants } from './tenants';

const BENCHES: readonly Bench[] = [synth, rules, route, deploys, tenants, services];

async function main(names: readonly string[], options: { readonly json?: boolean }): Promise<void> {
  const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown.length > 0)
    throw new Error(`no bench is called ${unknown.join(', ')}; there are ${BENCHES.map(({ name }) => name).join(', ')}`);
  const results: BenchResult[] = [];
  for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const result = await bench.run((line) => process.stderr.write(`  ${bench.name}: ${line}\n`));
    results.push(result);
    if (options.json !== true) process.stdout.write(`${render(result)}\n`);
  }
  const machine = { cores: cpus().length, node: process.version };
  if (options.json === true) process.stdout.write(`${JSON.stringify({ machine, results }, undefined, 2)}\n`);
}

function render({ name, head, rows, notes }: BenchResult): string {
  return [`\n${name}`, renderTable(rows, head), '', ...notes.map((note) => `  ${note}`)].join('\n');
}

void new Command('bench')
  .description('Measures this platform against its alternatives, side by side in one run.')
  .argument('[names...]', `which: ${BENCHES.map(({ name }) => name).join(', ')} (default: all)`)
  .option('--json', 'print as JSON; progress goes to standard error')
  .action(main)
  .parseAsync();
