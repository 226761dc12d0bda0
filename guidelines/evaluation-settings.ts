import { AppEngineError } from '../constructs/errors';
import type { Facts } from './facts';
import type { Outcome } from './outcome';
import type { Policy } from './policy';
import { compare } from './report';
import { SEVERITIES, type Rule } from './rule';
import { RULES } from './rules';
import { excerpt, isRecord } from './surfaces/block';
import type { ConstructWaiver, Waiver } from './waivers';

/** Settings of the evaluation of a stack. They travel in its configuration, so that its plan and its engine are evaluated with the same ones. */
export interface EvaluationSettings {
  readonly policy: Policy;
  readonly waivers: readonly Waiver[];
  /** Off switches of its constructs and of its host. */
  readonly constructWaivers: readonly ConstructWaiver[];
  /** Rules of its pack that differ from the standard pack. */
  readonly rules: readonly RuleSettings[];
}

/** A rule that a pack changed or added. */
export interface RuleSettings extends Omit<Rule, 'evaluate' | 'surfaces'> {
  /** Results at synth of a rule of the stack's own, whose program cannot travel. @default the rule is one of this library */
  readonly results?: readonly RecordedResult[];
}

/** The result of a rule for one value, as it was at synth. */
export interface RecordedResult extends Outcome {
  /** Address of the resource. */
  readonly address: string;
}

/** Settings of a configuration without any. */
export const DEFAULT_SETTINGS: EvaluationSettings = { policy: {}, waivers: [], constructWaivers: [], rules: [] };

const KEY = 'hardening';

/** Place of the settings in a configuration: Terraform ignores everything below `//`. */
export const SETTINGS_PATH = `//.${KEY}`;

/** Reads the settings in Terraform JSON, those of earlier versions included. @throws AppEngineError TermsInvalid */
export function settingsOf(json: unknown): EvaluationSettings {
  const comment = isRecord(json) ? json['//'] : undefined;
  const settings = isRecord(comment) ? comment[KEY] : undefined;
  if (settings === undefined) return DEFAULT_SETTINGS;
  const current = withCurrentNames(settings);
  if (!isSettings(current)) {
    throw new AppEngineError(
      'TermsInvalid',
      `the key "${KEY}" below "//" is ${excerpt(settings)} and must be what a synth writes there; synthesize again, or take the key out`,
    );
  }
  return current;
}

/** Names in the settings that earlier versions wrote, with those of today. */
const EARLIER_NAMES: ReadonlyMap<string, string> = new Map([
  ['opens', 'impact'],
  ['fix', 'remediation'],
  ['said', 'results'],
  ['isAsked', 'enabled'],
]);

function withCurrentNames(settings: unknown): unknown {
  if (!isRecord(settings) || !Array.isArray(settings.rules)) return settings;
  return { ...settings, rules: settings.rules.map(renamed) };
}

function renamed(rule: unknown): unknown {
  if (!isRecord(rule)) return rule;
  return Object.fromEntries(
    Object.entries(rule).map(([name, value]) => [EARLIER_NAMES.get(name) ?? name, name === 'adjustment' ? renamed(value) : value]),
  );
}

/** The settings of a pack's rules. @param resultsOf results of a rule of the stack's own */
export function ruleSettings(rules: readonly Rule[], resultsOf: (rule: Rule) => readonly RecordedResult[]): readonly RuleSettings[] {
  const standard = new Set(RULES.map(({ id }) => id));
  return rules
    .filter(({ id, adjustment }) => adjustment !== undefined || !standard.has(id))
    .map((rule) => ({ ...dataOf(rule), ...(standard.has(rule.id) ? {} : { results: resultsOf(rule) }) }))
    .sort((a, b) => compare(a.id, b.id));
}

/** All rules to evaluate with: those of this library with the changes of the pack, and the stack's own. */
export function rulesOf({ rules }: EvaluationSettings): readonly Rule[] {
  const changed = new Map(rules.map((settings) => [settings.id, settings]));
  const own = rules.filter(({ results }) => results !== undefined).map(recorded);
  return [
    ...RULES.map((rule) => {
      const { severity, adjustment } = changed.get(rule.id) ?? rule;
      // No pack can change an unwaivable rule, so no configuration can claim that one did.
      return adjustment === undefined || rule.unwaivable === true ? rule : { ...rule, severity, adjustment };
    }),
    ...own,
  ];
}

/** A rule that repeats its results of the synth. It has none for plans and engines. */
function recorded({ results = [], ...data }: RuleSettings): Rule {
  const evaluate = ({ kind, address }: Facts): readonly Outcome[] | undefined =>
    data.appliesTo.includes(kind) ? results.filter((outcome) => outcome.address === address).map(withoutAddress) : undefined;
  return { ...data, surfaces: ['synth'], evaluate };
}

function withoutAddress({ status, attribute, value }: RecordedResult): Outcome {
  return { status, attribute, value };
}

/** Everything of a rule but its program. */
function dataOf(rule: Rule): RuleSettings {
  const { id, guideline, severity, references, title, impact, remediation, appliesTo, exception, unwaivable, adjustment } = rule;
  return {
    ...{ id, guideline, severity, references, title, impact, remediation, appliesTo },
    ...(exception === undefined ? {} : { exception }),
    ...(unwaivable === undefined ? {} : { unwaivable }),
    ...(adjustment === undefined ? {} : { adjustment }),
  };
}

/** Written by a synth of this library: every list is there, and what a waiver must have is text. */
function isSettings(value: unknown): value is EvaluationSettings {
  if (!isRecord(value) || !isRecord(value.policy)) return false;
  const { waivers, constructWaivers, rules } = value;
  return (
    isListOf(waivers, ['rule', 'target', 'reason', 'owner', 'expires']) &&
    isListOf(constructWaivers, ['rule', 'target', 'reason']) &&
    isListOf(rules, ['id', 'severity', 'title', 'impact', 'remediation']) &&
    rules.every(({ severity }) => SEVERITIES.some((known) => known === severity)) &&
    rules.every(({ appliesTo, results = [] }) => Array.isArray(appliesTo) && isListOf(results, ['address', 'status', 'attribute', 'value']))
  );
}

function isListOf(value: unknown, texts: readonly string[]): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.every((item) => isRecord(item) && texts.every((name) => typeof item[name] === 'string'));
}
