import type { Report } from '../../guidelines/report';
import { judgeSynthesized, readStack } from './stacks';
import type { DeclaredStack } from '../../operations/state/manifest';

/** `3 stacks, 91 rules, 0 findings, 1 waiver (expires 2027-02-01)`: what a synth came to. @param today `YYYY-MM-DD` */
export function describeSynth(outputDirectory: string, declared: readonly DeclaredStack[], today: string): string {
  return describe(
    judgeSynthesized(
      declared.map((stack) => readStack(outputDirectory, stack)),
      today,
    ),
    declared.length,
  );
}

/** Result of the rules for stacks, in one line: the waiver that ends first is the one to think of. */
export function describe({ rows, rules, counts }: Report, stacks: number): string {
  const waivers = new Map(
    rows.flatMap(({ rule, acceptance }) =>
      acceptance?.source === 'waiver' ? [[JSON.stringify([rule, acceptance]), acceptance.expires ?? ''] as const] : [],
    ),
  );
  const [first] = [...waivers.values()].sort();
  const findings = counts.fail + counts.unknown;
  return [
    amount(stacks, 'stack'),
    amount(rules.size, 'rule'),
    amount(findings, 'finding'),
    ...(first === undefined
      ? []
      : [`${amount(waivers.size, 'waiver')} (${waivers.size === 1 ? 'expires' : 'the first expires'} ${first})`]),
  ].join(', ');
}

function amount(count: number, name: string): string {
  return `${String(count)} ${name}${count === 1 ? '' : 's'}`;
}
