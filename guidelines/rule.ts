import { AppEngineError } from '../constructs/errors';
import type { Facts, FactsOf, Kind } from './facts';
import type { Outcome } from './outcome';
import type { Surface } from './surface';
import type { RuleContext } from './rule-context';

/** Damage to the host or to a neighbour. All but `low` stop a synth. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** From the worst on. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** References to other standards. */
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
  /** The defect, in lower case and without a period. */
  readonly title: string;
  /** Damage that the defect makes possible: the way out of the container, or into a neighbour. */
  readonly impact: string;
  /** The change to make, in terms of the constructs or of Terraform. */
  readonly remediation: string;
  /** Legitimate failure, and the compensating control; in lower case and without a period. @default none */
  readonly exception?: string;
  /** @default a waiver can accept it */
  readonly unwaivable?: true;
  readonly appliesTo: readonly K[];
  /** Surfaces on which it can be evaluated. @default all */
  readonly surfaces?: readonly Surface[];
  /** One outcome for each relevant value of the resource; none where there is nothing to check. */
  readonly check: (facts: FactsOf<K>, context: RuleContext) => readonly Outcome[];
}

/** Changes of a pack to a rule. */
export interface Adjustment {
  /** Severity of the rule without the pack. */
  readonly severity: Severity;
  /** False where the pack leaves the rule out. */
  readonly enabled: boolean;
  readonly reason: string;
}

/** A rule that can be evaluated on any facts. */
export interface Rule extends Omit<RuleProps<Kind>, 'appliesTo' | 'check'> {
  /** 1 to 17. */
  readonly guideline: number;
  readonly appliesTo: readonly Kind[];
  /** @default the rule is as it was made */
  readonly adjustment?: Adjustment;
  /** Undefined for kinds that the rule is not about. */
  evaluate(facts: Facts, context: RuleContext): readonly Outcome[] | undefined;
}

/** Makes a rule, one of ours or one of your own. @throws AppEngineError RuleInvalid */
export function defineRule<K extends Kind>({ check, ...props }: RuleProps<K>): Rule {
  const guideline = Number(/^[A-Z]{2,10}-(\d\d)\.\d{1,2}$/.exec(props.id)?.[1]);
  if (!(guideline >= 1 && guideline <= 17)) {
    throw new AppEngineError(
      'RuleInvalid',
      `rule id ${JSON.stringify(props.id)} must be 2 to 10 capital letters, "-", the guideline from 01 to 17, ".", and a number; use one such as "ACME-05.1"`,
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
