import type { Facts } from './facts';
import type { Outcome } from './outcome';
import { groupBy } from './group-by';
import type { Policy } from './policy';
import { reportOf, type Report, type Row } from './report';
import type { Rule } from './rule';
import { RULES } from './rules';
import { waiversHold } from './rules/17.3-waivers-hold';
import type { Surface } from './surface';
import { Surroundings } from './surroundings';
import { covers, flawOf, type Acceptance, type ConstructWaiver, type Waiver } from './waivers';

/** How facts are judged. */
export interface Judgement {
  /** Where the facts were read. @default synth */
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
}

/** Judges every resource by every rule that is about its kind. The same input gives the same report, whatever the order of the facts. */
export function judge(facts: readonly Facts[], judgement: Judgement): Report {
  const { surface = 'synth' } = judgement;
  const all = [...(judgement.rules ?? RULES)].sort((a, b) => compare(a.id, b.id));
  const rules = all.filter((rule) => rule.surfaces?.includes(surface) ?? true);
  const sorted = [...facts].sort((a, b) => compare(a.path, b.path) || compare(a.address, b.address));
  const surroundings = new Surroundings(sorted, judgement.policy ?? {});
  const byId = new Map([...all, waiversHold].map((rule) => [rule.id, rule]));
  const acceptances = new Acceptances(byId, judgement);

  const kinds = new Set(sorted.map(({ kind }) => kind));
  const isIdle = (rule: Rule): boolean => !rules.includes(rule) || !rule.appliesTo.some((kind) => kinds.has(kind));
  const idle = all.filter((rule) => rule.appliesTo.length > 0 && isIdle(rule)).map((rule) => row(rule, NOWHERE));
  const judged = sorted.flatMap((resource) =>
    rules.flatMap((rule) => {
      const outcomes = rule.judge(resource, surroundings);
      if (outcomes === undefined) return [];
      if (outcomes.length === 0) return [row(rule, resource)];
      return [...outcomes].sort(byValue).map((outcome) => acceptances.apply(row(rule, resource, outcome)));
    }),
  );
  const asked = surface === 'synth' ? new Set(rules.filter((rule) => !isIdle(rule)).map(({ id }) => id)) : undefined;
  return reportOf(surface, [...idle, ...judged, ...acceptances.rows(asked, judged)], byId);
}

const NOWHERE = { address: '', path: '' };

/** Which findings are accepted, and which acceptances are in order. */
class Acceptances {
  private readonly flaws: ReadonlyMap<Waiver, string | undefined>;
  private readonly used = new Set<Waiver>();
  private readonly valid: ReadonlyMap<string, readonly Waiver[]>;
  private readonly switched: ReadonlyMap<string, readonly ConstructWaiver[]>;

  constructor(byId: ReadonlyMap<string, Rule>, { waivers = [], constructWaivers = [], today }: Judgement) {
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
    const acceptance = waiver === undefined ? this.switchAt(found) : acceptanceOf(waiver);
    return acceptance === undefined ? found : { ...found, status: 'waived', acceptance };
  }

  /**
   * The waivers themselves, judged after everything they could have been about. Everything that is declared is there at synth, so one that is about
   * nothing is a finding if its rule was asked; elsewhere only if its rule judged its target, and found nothing.
   * @param asked ids of the rules that had something to judge; undefined where parts of what is declared are missing
   */
  rows(asked: ReadonlySet<string> | undefined, judged: readonly Row[]): readonly Row[] {
    if (this.flaws.size === 0) return [row(waiversHold, NOWHERE)];
    const isJudged = (waiver: Waiver): boolean =>
      asked?.has(waiver.rule) ??
      judged.some((found) => found.rule === waiver.rule && found.attribute !== '' && covers({ ...waiver, finding: found.value }, found));
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

function acceptanceOf({ reason, owner, expires }: Waiver): Acceptance {
  return { source: 'waiver', reason, owner, expires };
}

function row({ id, severity }: Rule, { address, path }: { readonly address: string; readonly path: string }, outcome?: Outcome): Row {
  return { rule: id, severity, status: 'not-applicable', address, path, attribute: '', value: '', ...outcome };
}

function byValue(a: Omit<Outcome, 'status'>, b: Omit<Outcome, 'status'>): number {
  return compare(a.attribute, b.attribute) || compare(a.value, b.value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
