import type { Facts } from '../facts';
import type { Policy } from '../policy';
import type { Rule } from '../rule';
import type { Arguments } from './configuration';

/** The day on which all cases are judged. */
export const TODAY = '2027-01-01';

/** Arguments that differ from the good ones, and the rule's results, such as `fail privileged = true`. */
export type ConfigurationCase = [changes: Arguments, ...results: string[]];

/** Facts of an engine, and the rule's results. */
export type EngineCase = [facts: readonly Facts[], ...results: string[]];

/** Cases of a rule: its tests, and the examples on its page. */
export interface RuleCases {
  readonly contract: RuleContract;
  /** @default none: no configuration tells it */
  readonly configuration?: ConfigurationCases;
  /** @default none: an engine tells no more than a configuration */
  readonly engine?: EngineCases;
  /** @default none: the rule is about one resource at a time */
  readonly shared?: SharedCase;
}

/** Properties of a rule that users depend on, written down a second time: changing one is a breaking change. */
export type RuleContract = Pick<Rule, 'severity' | 'surfaces' | 'unwaivable'>;

/** Cases of one resource in a configuration. */
export interface ConfigurationCases {
  /** @default docker_container */
  readonly type?: string;
  /** Passing ones beside the good resource. @default the good resource alone */
  readonly good?: readonly ConfigurationCase[];
  readonly bad: readonly ConfigurationCase[];
  /** Values that only the apply or the engine knows. */
  readonly open: readonly ConfigurationCase[];
  /** The borders between good and bad, and every name on a list: no examples, and what a mutation run would miss. @default none */
  readonly edge?: readonly ConfigurationCase[];
  /** Resources of the kind where the rule has nothing to judge. @default none: then there is one without such resources */
  readonly idle?: readonly Arguments[];
}

/** Cases of what is on an engine. */
export interface EngineCases {
  readonly good: readonly EngineCase[];
  readonly bad: readonly EngineCase[];
  /** Values that could not be read. */
  readonly open: readonly EngineCase[];
  /** Facts where the rule has nothing to judge. @default none: then there is nothing of its kind */
  readonly idle?: readonly (readonly Facts[])[];
  /** @default none */
  readonly policy?: Policy;
}

/** Arguments that containers of two tenants must not have in common. */
export interface SharedCase {
  readonly arguments: Arguments;
  /** The result for the container of `acme`, beside one of `globex`. */
  readonly result: string;
}
