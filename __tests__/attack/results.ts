import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderTable } from '../../cli/terminal/table';
import { packageRoot } from '../../constructs/package-root';
import { GUIDELINES } from '../../guidelines';
import { ATTACK_IDS, ATTACKS, type AttackId } from './attacks';
import { runProgram } from './harness/program';
import type { Outcome } from './outcome';

/** How one attack ended. */
export interface Result {
  readonly plain: Outcome;
  readonly ours: Outcome;
  /** Outside of any container, where the kernel itself stops it. */
  readonly host?: Outcome;
}

/** Results of other lanes, such as those that need a machine of their own: `{ "<id>": { "plain": …, "ours": … } }`. */
export const RECORDED = join(packageRoot(), '__tests__', 'attack', 'recorded.json');
const DOCUMENT = join(packageRoot(), 'docs', 'attacks.md');

/** What all attacks came to, as the table that is printed and written. */
export class Results {
  private readonly byId = new Map<AttackId, Result>();

  record(id: AttackId, result: Result): void {
    this.byId.set(id, result);
  }

  /** Adds what another lane has recorded. */
  addRecorded(): void {
    if (!existsSync(RECORDED)) return;
    const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as Partial<Record<AttackId, Result>>;
    for (const id of ATTACK_IDS) {
      const result = recorded[id];
      if (result !== undefined && !this.byId.has(id)) this.byId.set(id, result);
    }
  }

  /** Attacks of this lane that nobody has tried. */
  get missing(): readonly AttackId[] {
    return ATTACK_IDS.filter((id) => !this.byId.has(id) && ATTACKS[id].lane === undefined);
  }

  /** For people at a terminal. */
  render(): string {
    return renderTable(
      this.rows().map(({ guideline, id, plain, ours }) => [guideline, id, plain, ours]),
      ['guideline', 'attack', 'plain', 'ours'],
    );
  }

  /** Writes docs/attacks.md: the same results make the same file. */
  async write(): Promise<void> {
    writeFileSync(DOCUMENT, this.document());
    await runProgram(process.execPath, join(packageRoot(), 'node_modules', 'prettier', 'bin', 'prettier.cjs'), '--write', DOCUMENT);
  }

  private document(): string {
    const rows = this.rows().map(
      ({ guideline, id, how, plain, ours, rules }) =>
        `| ${[guideline, `\`${id}\`: ${ATTACKS[id].title}`, `\`${how}\``, plain, ours, rules].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
    );
    return [
      '# Attacks',
      '',
      'What an intruder tries, on a plain container or engine and on what this library makes. `npm run attack` runs them and writes this file; those of',
      'guideline 4 need a kernel with AppArmor, so they are what `npm run test:vm` recorded last in `__tests__/attack/recorded.json`. A test fails when',
      'the plain side stops an attack, or ours does not. The program behind them is `tools/attacks`, the same image on both sides. Where the kernel of',
      'the machine lacks what is attacked, the table says what it answers outside of any container. The sandbox of guideline 16 is gVisor’s `runsc`,',
      'asked for by hand: no construct chooses a runtime.',
      '',
      '| Guideline | Attack | Plain side | What happens there | What happens on ours | Rules |',
      '| --------- | ------ | ---------- | ------------------ | -------------------- | ----- |',
      ...rows,
      '',
      'What each one opens:',
      '',
      ...ATTACK_IDS.map((id) => `- \`${id}\`: ${ATTACKS[id].opens}.`),
      '',
    ].join('\n');
  }

  private rows(): readonly Readonly<Record<'guideline' | 'how' | 'plain' | 'ours' | 'rules', string> & { id: AttackId }>[] {
    return ATTACK_IDS.map((id) => {
      const { guideline, plain, rules, lane } = ATTACKS[id];
      const result = this.byId.get(id);
      const absent = lane === undefined ? 'not run' : `runs in ${lane}`;
      return {
        id,
        guideline: `${String(guideline)} ${GUIDELINES[guideline - 1]?.slug ?? ''}`,
        how: plain,
        plain: result === undefined ? absent : plainSide(result),
        ours: result === undefined ? absent : renderOutcome(result.ours),
        rules: rules.join(', '),
      };
    });
  }
}

function plainSide({ plain, host }: Result): string {
  return host === undefined ? renderOutcome(plain) : `this kernel stops it: ${plain.evidence}`;
}

function renderOutcome({ succeeded, evidence }: Outcome): string {
  return `${succeeded ? '**succeeds**' : 'stopped'}: ${evidence}`;
}
