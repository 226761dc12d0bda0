import type { Facts } from './facts';
import type { Outcome } from './outcome';
import { groupBy } from './group-by';
import type { Policy } from './policy';
import { compare, reportOf, type Report, type Row } from './report';
import type { Rule } from './rule';
import { RULES } from './rules';
import { waiversHold } from './rules/17.3-waivers-hold';
import type { Surface } from './surface';
import { RuleContext } from './rule-context';
import { covers, endsSoon, flawOf, isAt, isOfEngine, type Acceptance, type ConstructWaiver, type Waiver } from './waivers';

/** Options of an evaluation. */
export interface EvaluationOptions {
  /** Source of the facts. @default synth */
  readonly surface?: Surface;
  /** @default all of this library */
  readonly rules?: readonly Rule[];
  /** @default none */
  readonly waivers?: readonly Waiver[];
  /** Off switches of constructs. @default none */
  readonly constructWaivers?: readonly ConstructWaiver[];
  /** `YYYY-MM-DD`: whether a waiver has expired. */
  readonly today: string;
  /** @default Docker Official Images by digest */
  readonly policy?: Policy;
  /** All resources on the same host, the evaluated ones included. @default the evaluated ones alone */
  readonly among?: readonly Facts[];
}

/** Evaluates every rule on every resource of its kinds. The same input gives the same report; the order of the facts does not matter. */
export function evaluate(facts: readonly Facts[], options: EvaluationOptions): Report {
  const { surface = 'synth' } = options;
  const all = [...(options.rules ?? RULES)].sort((a, b) => compare(a.id, b.id));
  const rules = all.filter((rule) => rule.adjustment?.enabled !== false && (rule.surfaces?.includes(surface) ?? true));
  const sorted = [...facts].sort((a, b) => compare(a.path, b.path) || compare(a.address, b.address));
  const context = new RuleContext(options.among ?? sorted, { policy: options.policy ?? {}, surface, today: options.today });
  const byId = new Map([...all, waiversHold].map((rule) => [rule.id, rule]));
  const acceptances = new Acceptances(byId, options);

  const kinds = new Set(sorted.map(({ kind }) => kind));
  const isIdle = (rule: Rule): boolean => !rules.includes(rule) || !rule.appliesTo.some((kind) => kinds.has(kind));
  const idle = all.filter((rule) => rule.appliesTo.length > 0 && isIdle(rule)).map(idleRow);
  // Of a large platform these are a million rows: they are made one by one, into one list.
  const judged: Row[] = [];
  for (const resource of sorted) {
    for (const rule of rules) {
      const outcomes = rule.evaluate(resource, context);
      if (outcomes?.length === 0) judged.push(row(rule, resource));
      const ordered = outcomes === undefined || outcomes.length < 2 ? (outcomes ?? []) : [...outcomes].sort(byValue);
      for (const outcome of ordered) judged.push(acceptances.apply(row(rule, resource, outcome)));
    }
  }
  const asked = new Set(rules.filter((rule) => !isIdle(rule)).map(({ id }) => id));
  return reportOf(surface, [...idle, ...judged, ...acceptances.rows(surface, asked, judged)], byId);
}

const NOWHERE = { address: '', path: '' };

/** The row of a rule without resources of its kinds, or left out by its pack. */
function idleRow(rule: Rule): Row {
  const { adjustment } = rule;
  const idle = row(rule, NOWHERE);
  return adjustment?.enabled === false ? { ...idle, status: 'waived', acceptance: { source: 'pack', reason: adjustment.reason } } : idle;
}

/** Which findings are accepted, and which acceptances are in order. */
class Acceptances {
  private readonly flaws: ReadonlyMap<Waiver, string | undefined>;
  private readonly used = new Set<Waiver>();
  private readonly valid: ReadonlyMap<string, readonly Waiver[]>;
  private readonly switched: ReadonlyMap<string, readonly ConstructWaiver[]>;

  constructor(
    private readonly byId: ReadonlyMap<string, Rule>,
    private readonly options: EvaluationOptions,
  ) {
    const { waivers = [], constructWaivers = [], today } = options;
    this.flaws = new Map(waivers.map((waiver) => [waiver, flawOf(waiver, byId, today)]));
    this.valid = groupBy(
      waivers.filter((waiver) => this.flaws.get(waiver) === undefined),
      ({ rule }) => [rule],
    );
    this.switched = groupBy(
      constructWaivers.filter(({ rule }) => byId.get(rule)?.unwaivable !== true),
      ({ rule }) => [rule],
    );
  }

  /** A bad or unknown value that is accepted is waived. */
  apply(found: Row): Row {
    if (found.status === 'pass') return found;
    const waiver = this.valid.get(found.rule)?.find((candidate) => covers(candidate, found));
    if (waiver !== undefined) this.used.add(waiver);
    const acceptance = waiver === undefined ? this.switchAt(found) : acceptanceOf(waiver, this.options.today);
    return acceptance === undefined ? found : { ...found, status: 'waived', acceptance };
  }

  /**
   * Rows for the waivers themselves, after everything that they could match. Everything that is declared is there at synth: a waiver that is about
   * nothing of it is a finding, if its rule was asked. Elsewhere only those are looked at that synth cannot evaluate, and only if their rule evaluated their
   * target and found nothing: what is declared may not be there yet.
   * @param surface source of the facts
   * @param asked ids of the rules with resources of their kinds
   */
  rows(surface: Surface, asked: ReadonlySet<string>, judged: readonly Row[]): readonly Row[] {
    if (this.flaws.size === 0) return [row(waiversHold, NOWHERE)];
    const isSynths = ({ rule, target }: Waiver): boolean =>
      !isOfEngine(target) && (this.byId.get(rule)?.surfaces?.includes('synth') ?? true);
    const wasJudged = ({ rule, target }: Waiver): boolean =>
      judged.some((found) => found.rule === rule && found.attribute !== '' && isAt(target, found));
    const isJudged = (waiver: Waiver): boolean =>
      isSynths(waiver) ? surface === 'synth' && asked.has(waiver.rule) : surface !== 'synth' && wasJudged(waiver);
    return [...this.flaws]
      .map(([waiver, flaw]) => {
        const problem = flaw ?? (this.used.has(waiver) || !isJudged(waiver) ? undefined : 'it is about no finding');
        const status = problem === undefined ? ('pass' as const) : ('fail' as const);
        const value = `${waiver.rule}: ${problem ?? `${waiver.owner}, until ${waiver.expires}`}`;
        return row(waiversHold, { address: waiver.target, path: waiver.target }, { status, attribute: 'waiver', value });
      })
      .sort((a, b) => compare(a.path, b.path) || byValue(a, b));
  }

  private switchAt(found: Row): Acceptance | undefined {
    const waiver = this.switched.get(found.rule)?.find((candidate) => covers(candidate, found));
    return waiver === undefined ? undefined : { source: 'construct', reason: waiver.reason };
  }
}

function acceptanceOf({ reason, owner, expires }: Waiver, today: string): Acceptance {
  return { source: 'waiver', reason, owner, expires, ...(endsSoon(expires, today) ? { endsSoon: true } : {}) };
}

function row({ id, severity }: Rule, { address, path }: { readonly address: string; readonly path: string }, outcome?: Outcome): Row {
  return { rule: id, severity, status: 'not-applicable', address, path, attribute: '', value: '', ...outcome };
}

function byValue(a: Omit<Outcome, 'status'>, b: Omit<Outcome, 'status'>): number {
  return compare(a.attribute, b.attribute) || compare(a.value, b.value);
}
