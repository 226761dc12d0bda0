import { AppEngineError } from '../constructs/errors';
import type { Facts } from './facts';
import type { Outcome } from './outcome';
import type { Policy } from './policy';
import { compare } from './report';
import { SEVERITIES, type Rule } from './rule';
import { RULES } from './rules';
import { excerpt, isRecord } from './surfaces/block';
import type { ConstructWaiver, Waiver } from './waivers';

/** On what terms a stack is judged. They travel with its configuration, so that a plan and an engine are judged on the same ones. */
export interface Terms {
  readonly policy: Policy;
  readonly waivers: readonly Waiver[];
  /** Off switches of its constructs, and what its host is known for. */
  readonly constructWaivers: readonly ConstructWaiver[];
  /** Where its rule pack is another than the standard one. */
  readonly rules: readonly RuleTerms[];
}

/** A rule that is not as this library made it. */
export interface RuleTerms extends Omit<Rule, 'judge' | 'surfaces'> {
  /** A rule of the stack's own: its program cannot travel, but what it said does. @default it is one of this library */
  readonly said?: readonly Said[];
}

/** What a rule said about one value. */
export interface Said extends Outcome {
  /** The resource that it is about. */
  readonly address: string;
}

/** Terms of a configuration that says nothing about them. */
export const NO_TERMS: Terms = { policy: {}, waivers: [], constructWaivers: [], rules: [] };

const KEY = 'hardening';

/** Where the terms are in a configuration: Terraform passes over whatever is below `//`. */
export const TERMS_PATH = `//.${KEY}`;

/** The terms in Terraform JSON; none where nobody put them there. @throws AppEngineError TermsInvalid */
export function termsOf(json: unknown): Terms {
  const comment = isRecord(json) ? json['//'] : undefined;
  const terms = isRecord(comment) ? comment[KEY] : undefined;
  if (terms === undefined) return NO_TERMS;
  if (!isTerms(terms)) {
    throw new AppEngineError(
      'TermsInvalid',
      `the key "${KEY}" below "//" is ${excerpt(terms)} and must be what a synth writes there; synthesize again, or take the key out`,
    );
  }
  return terms;
}

/** What of a pack another program needs to judge on the same terms. @param say what a rule of the stack's own says about it */
export function ruleTerms(rules: readonly Rule[], say: (rule: Rule) => readonly Said[]): readonly RuleTerms[] {
  const standard = new Set(RULES.map(({ id }) => id));
  return rules
    .filter(({ id, adjustment }) => adjustment !== undefined || !standard.has(id))
    .map((rule) => ({ ...dataOf(rule), ...(standard.has(rule.id) ? {} : { said: say(rule) }) }))
    .sort((a, b) => compare(a.id, b.id));
}

/** The rules of the terms: those of this library, with what the pack changed, and the stack's own. */
export function rulesOf({ rules }: Terms): readonly Rule[] {
  const changed = new Map(rules.map((terms) => [terms.id, terms]));
  const own = rules.filter(({ said }) => said !== undefined).map(recorded);
  return [
    ...RULES.map((rule) => {
      const { severity, adjustment } = changed.get(rule.id) ?? rule;
      // No pack can change a rule that nobody can waive, so no configuration can claim that one did.
      return adjustment === undefined || rule.unwaivable === true ? rule : { ...rule, severity, adjustment };
    }),
    ...own,
  ];
}

/** A rule that repeats what it said when the stack was synthesized; of plans and engines it says nothing. */
function recorded({ said = [], ...data }: RuleTerms): Rule {
  const judge = ({ kind, address }: Facts): readonly Outcome[] | undefined =>
    data.appliesTo.includes(kind) ? said.filter((outcome) => outcome.address === address).map(withoutAddress) : undefined;
  return { ...data, surfaces: ['synth'], judge };
}

function withoutAddress({ status, attribute, value }: Said): Outcome {
  return { status, attribute, value };
}

/** Everything about a rule but its program. */
function dataOf(rule: Rule): RuleTerms {
  const { id, guideline, severity, references, title, opens, fix, appliesTo, exception, unwaivable, adjustment } = rule;
  return {
    ...{ id, guideline, severity, references, title, opens, fix, appliesTo },
    ...(exception === undefined ? {} : { exception }),
    ...(unwaivable === undefined ? {} : { unwaivable }),
    ...(adjustment === undefined ? {} : { adjustment }),
  };
}

/** Written by a synth of this library: every list is there, and what a waiver must have is text. */
function isTerms(value: unknown): value is Terms {
  if (!isRecord(value) || !isRecord(value.policy)) return false;
  const { waivers, constructWaivers, rules } = value;
  return (
    isListOf(waivers, ['rule', 'target', 'reason', 'owner', 'expires']) &&
    isListOf(constructWaivers, ['rule', 'target', 'reason']) &&
    isListOf(rules, ['id', 'severity', 'title', 'opens', 'fix']) &&
    rules.every(({ severity }) => SEVERITIES.some((known) => known === severity)) &&
    rules.every(({ appliesTo, said = [] }) => Array.isArray(appliesTo) && isListOf(said, ['address', 'status', 'attribute', 'value']))
  );
}

function isListOf(value: unknown, texts: readonly string[]): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.every((item) => isRecord(item) && texts.every((name) => typeof item[name] === 'string'));
}
