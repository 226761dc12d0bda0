import { SHORTEST_REASON } from '../constructs/exemption';
import { AppEngineError } from '../constructs/errors';
import type { Rule, Severity } from './rule';
import { RULES } from './rules';

/** A set of rules. A pack is immutable: each method returns another one. Its changes to a rule are in every report. */
export class RulePack {
  /** All rules of this library, as they are. */
  static standard(): RulePack {
    return new RulePack(RULES);
  }

  private constructor(readonly rules: readonly Rule[]) {}

  /** More rules, made with `defineRule`. @throws AppEngineError RulePackInvalid */
  with(...rules: readonly Rule[]): RulePack {
    for (const { id } of rules) {
      if (this.rules.some((rule) => rule.id === id)) throw invalid(`rule ${id} is in the pack already; give the new one another id`);
    }
    return new RulePack([...this.rules, ...rules]);
  }

  /** Another severity for a rule. @param reason at least 10 characters @throws AppEngineError RulePackInvalid */
  withSeverity(id: string, severity: Severity, reason: string): RulePack {
    return this.adjust(id, reason, (rule) => ({ ...rule, severity, adjustment: { severity: ownSeverity(rule), enabled: true, reason } }));
  }

  /** A rule is no longer asked: reports show it as waived. @param reason at least 10 characters @throws AppEngineError RulePackInvalid */
  without(id: string, reason: string): RulePack {
    return this.adjust(id, reason, (rule) => ({ ...rule, adjustment: { severity: ownSeverity(rule), enabled: false, reason } }));
  }

  private adjust(id: string, reason: string, change: (rule: Rule) => Rule): RulePack {
    const rule = this.rules.find((candidate) => candidate.id === id);
    if (rule === undefined)
      throw invalid(`there is no rule ${JSON.stringify(id)} in the pack; name one of its rules, or add it with with(rule)`);
    if (rule.unwaivable === true) throw invalid(`rule ${id} cannot be waived, so no pack can change it; leave it as it is`);
    if (reason.trim().length < SHORTEST_REASON) {
      throw invalid(
        `reason ${JSON.stringify(reason)} for changing rule ${id} must have at least ${String(SHORTEST_REASON)} characters; say why it does not fit here`,
      );
    }
    return new RulePack(this.rules.map((candidate) => (candidate === rule ? change(rule) : candidate)));
  }
}

function ownSeverity({ severity, adjustment }: Rule): Severity {
  return adjustment?.severity ?? severity;
}

function invalid(message: string): AppEngineError {
  return new AppEngineError('RulePackInvalid', message);
}
