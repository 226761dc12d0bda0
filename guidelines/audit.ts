import { evaluate, type EvaluationOptions } from './evaluate';
import type { Facts } from './facts';
import { knownOf } from './facts/known';
import { groupBy } from './group-by';
import type { Others } from './judged';
import { compare, compareRows, reportOf, type Report, type Row } from './report';
import { SEVERITIES, type Rule, type Severity } from './rule';
import type { Surface } from './surface';
import { DEFAULT_SETTINGS, rulesOf, type EvaluationSettings } from './evaluation-settings';
import { isOfEngine } from './waivers';

/** A stack or a file, with the settings of its evaluation. */
export interface AuditTarget {
  readonly facts: readonly Facts[];
  readonly settings: EvaluationSettings;
}

/** A surface that could not be evaluated. */
export interface SkippedSurface {
  readonly surface: Surface;
  readonly reason: string;
}

/** Reports of one or several surfaces. */
export interface Audit {
  /** At most one a surface, in the order synth, plan, live. */
  readonly reports: readonly Report[];
  readonly skipped: readonly SkippedSurface[];
  /** Resources of an engine that were not judged, because they are others'. @default all were judged */
  readonly others?: Others;
}

/** Environment variable that keeps findings from stopping a synth: an audit sets it, and reports them instead. */
export const AUDIT_VARIABLE = 'APPENGINE_AUDIT';

/** Lowest severity of a finding that counts. */
export type Threshold = Severity | 'never';

/** An audit of one surface, such as the report of `Hardening.of(stack)`. */
export function auditOf(report: Report): Audit {
  return { reports: [report], skipped: [] };
}

/**
 * Evaluates several stacks: each with its own settings, in the context of all stacks on the same host.
 * @param rules instead of those of the settings
 */
export function evaluateTargets(surface: Surface, parts: readonly AuditTarget[], today: string, rules?: readonly Rule[]): Report {
  const byHost = groupBy(parts, ({ facts }) => [hostsOf(facts)]);
  const reports = [...byHost.values()].flatMap((neighbours) => {
    const among = neighbours.flatMap(({ facts }) => facts);
    return neighbours.map(({ facts, settings }) => evaluateTarget(facts, settings, { surface, today, among }, rules));
  });
  return merged(surface, reports);
}

/**
 * Evaluates an engine: resources of a stack with that stack's settings, all others with the stacks' settings for the host.
 * @param declared the stacks, as they were synthesized or planned
 * @param rules instead of those of the settings
 * @param among everything that the engine has, where not all of it is evaluated
 */
export function evaluateEngine(
  facts: readonly Facts[],
  declared: readonly AuditTarget[],
  today: string,
  rules?: readonly Rule[],
  among: readonly Facts[] = facts,
): Report {
  const owners = new Map(declared.flatMap(({ facts: own, settings }) => own.map(({ path }) => [path, settings] as const)));
  const rest = hostSettings([...new Set(owners.values())]);
  const bySettings = groupBy(facts, ({ path }) => [owners.get(path) ?? rest]);
  const reports = [...new Set([...owners.values(), rest])].map((settings) => {
    const own = { ...settings, waivers: settings.waivers.filter(({ target }) => isOfEngine(target) === (settings === rest)) };
    return evaluateTarget(bySettings.get(settings) ?? [], own, { surface: 'live', today, among }, rules);
  });
  return merged('live', reports);
}

/** The rows that are at or above a threshold: what failed, and what is unknown on all surfaces that were reached. */
export function findingsOf(audit: Audit, threshold: Threshold): readonly Row[] {
  if (threshold === 'never') return [];
  const counting = SEVERITIES.slice(0, SEVERITIES.indexOf(threshold) + 1);
  return audit.reports
    .flatMap(({ rows, surface }) =>
      rows.filter((row) => row.status === 'fail' || (row.status === 'unknown' && !isResolvedLater(audit, surface, row))),
    )
    .filter(({ severity }) => counting.includes(severity));
}

/** True where a later surface of the audit knows a value that is unknown on an earlier one. */
export function isResolvedLater({ reports }: Audit, surface: Surface, { rule, path }: Row): boolean {
  const later = reports.slice(reports.findIndex((report) => report.surface === surface) + 1);
  return later.some(({ rows }) => {
    const same = rows.filter((row) => row.rule === rule && row.path === path && row.attribute !== '');
    return same.length > 0 && same.every(({ status }) => status !== 'unknown');
  });
}

function evaluateTarget(
  facts: readonly Facts[],
  settings: EvaluationSettings,
  options: Omit<EvaluationOptions, 'rules'>,
  rules = rulesOf(settings),
): Report {
  const { policy, waivers, constructWaivers } = settings;
  return evaluate(facts, { ...options, policy, waivers, constructWaivers, rules });
}

/** Settings of all stacks for the host that they share and for what none of them declares. */
function hostSettings(all: readonly EvaluationSettings[]): EvaluationSettings {
  const registries = distinct(all.flatMap(({ policy }) => policy.registries ?? []));
  const immutableTags = distinct(all.flatMap(({ policy }) => policy.immutableTags ?? []));
  const verified = all.flatMap(({ policy }) => policy.verified ?? []);
  return {
    ...DEFAULT_SETTINGS,
    policy: { registries, immutableTags, ...(verified.length === 0 ? {} : { verified }) },
    waivers: distinct(all.flatMap(({ waivers }) => waivers.filter(({ target }) => isOfEngine(target)))),
    constructWaivers: distinct(all.flatMap(({ constructWaivers }) => constructWaivers.filter(({ target }) => isOfEngine(target)))),
  };
}

/** Which hosts a stack goes to, as far as that is known. */
function hostsOf(facts: readonly Facts[]): string {
  const hosts = facts.flatMap((fact) => (fact.kind === 'provider' ? knownOf([fact.host]) : []));
  return JSON.stringify([...new Set(hosts)].sort());
}

/** One report; a rule that one part has something for is not listed again as having nothing in another. */
function merged(surface: Surface, reports: readonly Report[]): Report {
  const rows = distinct(reports.flatMap((report) => report.rows));
  const applied = new Set(rows.filter(({ address }) => address !== '').map(({ rule }) => rule));
  const telling = rows.filter(({ rule, address, status }) => address !== '' || status !== 'not-applicable' || !applied.has(rule));
  const rules = new Map<string, Rule>(reports.flatMap((report) => [...report.rules]).reverse());
  return reportOf(surface, [...telling].sort(compareRows), new Map([...rules].sort(([a], [b]) => compare(a, b))));
}

/** Without what is there already, in another object. */
function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
