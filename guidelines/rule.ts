import { AppEngineError } from '../constructs/errors';
import type { Facts, FactsOf, Kind } from './facts';
import type { Outcome } from './outcome';
import type { Surface } from './surface';
import type { RuleContext } from './rule-context';

/** How much of the host or of a neighbour is at stake. All but `low` stop a synth. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** From the worst on. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Where others ask for the same. */
export interface References {
  /** Sections of the CIS Docker Benchmark 1.6. @default none */
  readonly cis?: readonly string[];
  /** Rules of the OWASP Docker Security Cheat Sheet. @default none */
  readonly owasp?: readonly number[];
  /** Countermeasures of NIST SP 800-190. @default none */
  readonly nist?: readonly string[];
  /** Level of the Kubernetes Pod Security Standards. @default none */
  readonly pss?: 'baseline' | 'restricted';
}

/** A rule as data and one pure check. */
export interface RuleProps<K extends Kind> {
  /** `SDG-05.1`: a prefix, the number of the guideline, and a number within it. A contract: reports and waivers name it. */
  readonly id: string;
  readonly severity: Severity;
  readonly references: References;
  /** What is wrong where it fails, in lower case and without a period. */
  readonly title: string;
  /** Which way out of the container, or into a neighbour, it opens. */
  readonly impact: string;
  /** The change to make, in terms of the constructs or of Terraform. */
  readonly remediation: string;
  /** Where it may fail for a good reason, and what makes up for it then; in lower case and without a period. @default nowhere */
  readonly exception?: string;
  /** @default a waiver can accept it */
  readonly unwaivable?: true;
  readonly appliesTo: readonly K[];
  /** Where it can be told. @default everywhere */
  readonly surfaces?: readonly Surface[];
  /** Outcomes for what the resource has to judge; none where it has nothing. */
  readonly check: (facts: FactsOf<K>, context: RuleContext) => readonly Outcome[];
}

/** What a pack changed about a rule. */
export interface Adjustment {
  /** What the rule says by itself. */
  readonly severity: Severity;
  /** False where the pack is without the rule. */
  readonly enabled: boolean;
  readonly reason: string;
}

/** A rule that judges any facts. */
export interface Rule extends Omit<RuleProps<Kind>, 'appliesTo' | 'check'> {
  /** 1 to 17. */
  readonly guideline: number;
  readonly appliesTo: readonly Kind[];
  /** @default the rule is as it was made */
  readonly adjustment?: Adjustment;
  /** Undefined where the rule is not about such facts. */
  evaluate(facts: Facts, context: RuleContext): readonly Outcome[] | undefined;
}

/** Makes a rule, one of ours or one of your own. @throws AppEngineError RuleInvalid */
export function defineRule<K extends Kind>({ check, ...props }: RuleProps<K>): Rule {
  const guideline = Number(/^[A-Z]{2,10}-(\d\d)\.\d{1,2}$/.exec(props.id)?.[1]);
  if (!(guideline >= 1 && guideline <= 17)) {
    throw new AppEngineError(
      'RuleInvalid',
      `rule id ${JSON.stringify(props.id)} must be 2 to 10 capital letters, "-", the guideline from 01 to 17, ".", and a number, such as "ACME-05.1"`,
    );
  }
  return {
    ...props,
    guideline,
    evaluate: (facts, context) => (isOneOf(facts, props.appliesTo) ? check(facts, context) : undefined),
  };
}

function isOneOf<K extends Kind>(facts: Facts, kinds: readonly K[]): facts is FactsOf<K> {
  return kinds.some((kind) => kind === facts.kind);
}
