import type { IConstruct } from 'constructs';
import { TerraformStack } from '../../constructs/cdktf/framework';
import { Owner } from '../../constructs/owner/owner';
import { attachmentsAbove } from './attachment';
import type { Part } from '../audit';
import { constructWaiversBelow } from './construct-waivers';
import { judge } from '../engine';
import type { Facts } from '../facts';
import { hostWaivers } from './host-waivers';
import type { Policy } from '../policy';
import type { Report, Row } from '../report';
import type { Rule } from '../rule';
import { RULES } from '../rules';
import { Surroundings } from '../surroundings';
import { factsOfTerraformJson } from '../surfaces/synth';
import { ruleTerms, TERMS_PATH, type Said, type Terms } from '../terms';
import { covers, isOfEngine, type ConstructWaiver, type Waiver } from '../waivers';

/** A stack as it is now, with what was said about it at its own scope and above. */
export class StackJudgement {
  private readonly facts: readonly Facts[];
  private readonly constructWaivers: readonly ConstructWaiver[];
  private readonly rules: readonly Rule[];
  private readonly today: string;
  private readonly policy: Policy;
  private waivers: readonly Waiver[];
  /** Waivers from above that are about something in the stack. */
  private readonly taken = new Set<Waiver>();

  constructor(private readonly stack: TerraformStack) {
    const [own, ...above] = attachmentsAbove(stack);
    const options = [own, ...above].find((attachment) => attachment?.options !== undefined)?.options ?? {};
    const { rules = RULES, today = new Date().toISOString().slice(0, 10), ...policy } = options;
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
    return this.judged(this.waivers);
  }

  get part(): Part {
    return { facts: this.facts, terms: this.terms };
  }

  /** Whether a waiver from above is about something in the stack. */
  hasTaken(waiver: Waiver): boolean {
    return this.taken.has(waiver);
  }

  /** Puts the terms into the configuration, for whoever judges the plan or the engine later. */
  tellTerms(): void {
    this.stack.addOverride(TERMS_PATH, this.terms);
  }

  /** Those that the stack has something for, each about this stack alone: others are about other stacks. */
  private take(waivers: readonly Waiver[]): readonly Waiver[] {
    if (waivers.length === 0) return [];
    const open = this.judged(this.waivers).rows.filter(({ acceptance }) => acceptance?.source !== 'waiver');
    const known = new Map(this.rules.map((rule) => [rule.id, rule]));
    return waivers.flatMap((waiver) => {
      const own = waiver.target === '' ? { ...waiver, target: this.stack.node.path } : waiver;
      // What synth cannot judge is for those to say who judge the plan or the engine.
      const isLater = isOfEngine(own.target) || known.get(own.rule)?.surfaces?.includes('synth') === false;
      const isAbout = (row: Row): boolean => row.rule === own.rule && row.attribute !== '' && row.status !== 'pass' && covers(own, row);
      if (!isLater && !open.some(isAbout)) return [];
      this.taken.add(waiver);
      return [own];
    });
  }

  private judged(waivers: readonly Waiver[]): Report {
    const { facts, rules, today, policy, constructWaivers } = this;
    return judge(facts, { rules, today, policy, waivers, constructWaivers });
  }

  private get terms(): Terms {
    const { facts, rules, today, policy, waivers, constructWaivers } = this;
    const say = (rule: Rule): readonly Said[] => {
      const surroundings = new Surroundings(facts, { policy, surface: 'synth', today });
      return facts.flatMap((fact) => (rule.judge(fact, surroundings) ?? []).map((outcome) => ({ address: fact.address, ...outcome })));
    };
    return { policy, waivers, constructWaivers, rules: ruleTerms(rules, say) };
  }
}

/** The stack that a scope is, or is in. */
export function stackAround(scope: IConstruct): TerraformStack | undefined {
  return [...scope.node.scopes].reverse().find((construct) => TerraformStack.isStack(construct));
}

/** All stacks below a scope. */
export function stacksBelow(scope: IConstruct): readonly TerraformStack[] {
  return scope.node.findAll().filter((construct) => TerraformStack.isStack(construct));
}
