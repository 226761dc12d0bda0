import type { IConstruct } from 'constructs';
import { TerraformStack } from '../../constructs/cdktf/framework';
import { Owner } from '../../constructs/owner/owner';
import { attachmentsAbove, type Attachment, type HardeningOptions } from './attachment';
import type { AuditTarget } from '../audit';
import { constructWaiversBelow } from './construct-waivers';
import { evaluate } from '../evaluate';
import type { Facts } from '../facts';
import { hostWaivers } from './host-waivers';
import type { Policy } from '../policy';
import type { Report, Row } from '../report';
import type { Rule } from '../rule';
import { RULES } from '../rules';
import { RuleContext } from '../rule-context';
import { factsOfTerraformJson } from '../surfaces/synth';
import { ruleSettings, SETTINGS_PATH, type RecordedResult, type EvaluationSettings } from '../evaluation-settings';
import { covers, isOfEngine, type ConstructWaiver, type Waiver } from '../waivers';

/** Evaluates a stack as it is now, with the waivers and options of its own scope and of those above. */
export class StackEvaluation {
  private readonly facts: readonly Facts[];
  private readonly constructWaivers: readonly ConstructWaiver[];
  private readonly rules: readonly Rule[];
  private readonly today: string;
  private readonly policy: Policy;
  private waivers: readonly Waiver[];
  /** Waivers from above that match a finding of the stack. */
  private readonly taken = new Set<Waiver>();

  constructor(private readonly stack: TerraformStack) {
    const [own, ...above] = attachmentsAbove(stack);
    const { rules = RULES, today = new Date().toISOString().slice(0, 10), ...policy } = optionsOf(attachmentsAbove(stack));
    const host = Owner.find(stack)?.host;
    this.rules = rules;
    this.today = today;
    this.policy = policy;
    this.facts = factsOfTerraformJson(stack.toTerraform());
    this.constructWaivers = [...constructWaiversBelow(stack), ...(host === undefined ? [] : hostWaivers(host))];
    this.waivers = own?.waivers ?? [];
    for (const { waivers } of above) this.waivers = [...this.waivers, ...this.take(waivers)];
  }

  get report(): Report {
    return this.evaluated(this.waivers);
  }

  get target(): AuditTarget {
    return { facts: this.facts, settings: this.settings };
  }

  /** True for a waiver from above that matches a finding of the stack. */
  hasTaken(waiver: Waiver): boolean {
    return this.taken.has(waiver);
  }

  /** Writes the settings into the configuration, for the evaluation of its plan and its engine. */
  writeSettings(): void {
    this.stack.addOverride(SETTINGS_PATH, this.settings);
  }

  /** Narrows waivers from above to this stack, and leaves out those that match none of its findings. */
  private take(waivers: readonly Waiver[]): readonly Waiver[] {
    if (waivers.length === 0) return [];
    const open = this.evaluated(this.waivers).rows.filter(({ acceptance }) => acceptance?.source !== 'waiver');
    const known = new Map(this.rules.map((rule) => [rule.id, rule]));
    return waivers.flatMap((waiver) => {
      const own = waiver.target === '' ? { ...waiver, target: this.stack.node.path } : waiver;
      // A plan or an engine tells later what synth cannot evaluate.
      const isLater = isOfEngine(own.target) || known.get(own.rule)?.surfaces?.includes('synth') === false;
      const isAbout = (row: Row): boolean => row.rule === own.rule && row.attribute !== '' && row.status !== 'pass' && covers(own, row);
      if (!isLater && !open.some(isAbout)) return [];
      this.taken.add(waiver);
      return [own];
    });
  }

  private evaluated(waivers: readonly Waiver[]): Report {
    const { facts, rules, today, policy, constructWaivers } = this;
    return evaluate(facts, { rules, today, policy, waivers, constructWaivers });
  }

  private get settings(): EvaluationSettings {
    const { facts, rules, today, policy, waivers, constructWaivers } = this;
    const resultsOf = (rule: Rule): readonly RecordedResult[] => {
      const context = new RuleContext(facts, { policy, surface: 'synth', today });
      return facts.flatMap((fact) => (rule.evaluate(fact, context) ?? []).map((outcome) => ({ address: fact.address, ...outcome })));
    };
    return { policy, waivers, constructWaivers, rules: ruleSettings(rules, resultsOf) };
  }
}

/** The stack at a scope, or the nearest one above it. */
export function stackAround(scope: IConstruct): TerraformStack | undefined {
  return [...scope.node.scopes].reverse().find((construct) => TerraformStack.isStack(construct));
}

/** All stacks below a scope. */
export function stacksBelow(scope: IConstruct): readonly TerraformStack[] {
  return scope.node.findAll().filter((construct) => TerraformStack.isStack(construct));
}

/** Each option as the nearest scope has it that has one. */
function optionsOf(attachments: readonly Attachment[]): HardeningOptions {
  return attachments.reduce<HardeningOptions>((nearer, { options }) => ({ ...options, ...nearer }), {});
}
