import type { IConstruct } from 'constructs';
import { Owner } from '../constructs/owner/owner';
import { TerraformStack } from '../constructs/cdktf/framework';
import { AUDIT_VARIABLE } from './audit';
import { constructWaiversBelow } from './construct-waivers';
import { judge } from './engine';
import type { Facts } from './facts';
import { hostWaivers } from './host-waivers';
import type { Policy } from './policy';
import type { Report } from './report';
import { renderRow } from './reports/finding';
import type { Rule } from './rule';
import { RULES } from './rules';
import { Surroundings } from './surroundings';
import { factsOfTerraformJson } from './surfaces/synth';
import { ruleTerms, TERMS_PATH, type Said, type Terms } from './terms';
import type { ConstructWaiver, Waiver } from './waivers';

/** How a stack is judged. */
export interface HardeningOptions extends Policy {
  /** @default all of this library */
  readonly rules?: readonly Rule[];
  /** `YYYY-MM-DD`, for waivers that expire. @default the day of the synth, in UTC */
  readonly today?: string;
}

/** A finding that is accepted where it is declared. */
export interface ScopedWaiver extends Omit<Waiver, 'target'> {
  /** Construct path or address; `host` for the engine and its host, `engine/<name>` for what no stack declares. @default the scope */
  readonly target?: string;
}

interface Attachment {
  readonly waivers: Waiver[];
  options?: HardeningOptions;
}

const attachments = new WeakMap<TerraformStack, Attachment>();

/** Judges a stack as Terraform will see it: raw resources, overrides and late aspects included. */
export class Hardening {
  /** For waivers the scope is what they are about; everything else is about its whole stack. */
  static of(scope: IConstruct): Hardening {
    return new Hardening(scope, TerraformStack.of(scope));
  }

  private readonly attachment: Attachment;

  private constructor(
    private readonly scope: IConstruct,
    private readonly stack: TerraformStack,
  ) {
    this.attachment = attachments.get(stack) ?? { waivers: [] };
    attachments.set(stack, this.attachment);
  }

  /** From now on a finding stops the synth, unless it is of low severity or waived. Attaching again only changes the options. */
  attach(options: HardeningOptions = {}): void {
    const isNew = this.attachment.options === undefined;
    this.attachment.options = options;
    if (isNew) this.stack.node.addValidation({ validate: () => this.validate() });
  }

  /** Accepts a finding at the scope, and at everything below it. */
  waive(waiver: ScopedWaiver): void {
    this.attachment.waivers.push({ target: this.scope.node.path, ...waiver });
  }

  /** The stack as it is now, judged. */
  report(): Report {
    return this.judge(this.facts(), this.constructWaivers());
  }

  /** What stops the synth. The terms of the judgement go into the configuration, for whoever judges the plan or the engine later. */
  private validate(): string[] {
    const facts = this.facts();
    const constructWaivers = this.constructWaivers();
    this.stack.addOverride(TERMS_PATH, this.terms(facts, constructWaivers));
    return process.env[AUDIT_VARIABLE] === undefined ? stopping(this.judge(facts, constructWaivers)) : [];
  }

  private judge(facts: readonly Facts[], constructWaivers: readonly ConstructWaiver[]): Report {
    const { waivers } = this.attachment;
    return judge(facts, { ...this.options, waivers, constructWaivers });
  }

  private terms(facts: readonly Facts[], constructWaivers: readonly ConstructWaiver[]): Terms {
    const { rules, today, policy } = this.options;
    const say = (rule: Rule): readonly Said[] => {
      const surroundings = new Surroundings(facts, { policy, surface: 'synth', today });
      return facts.flatMap((fact) => (rule.judge(fact, surroundings) ?? []).map((outcome) => ({ address: fact.address, ...outcome })));
    };
    const { waivers } = this.attachment;
    return { policy, waivers, constructWaivers, rules: ruleTerms(rules, say) };
  }

  private get options(): { readonly rules: readonly Rule[]; readonly today: string; readonly policy: Policy } {
    const { rules = RULES, today = new Date().toISOString().slice(0, 10), ...policy } = this.attachment.options ?? {};
    return { rules, today, policy };
  }

  private facts(): readonly Facts[] {
    return factsOfTerraformJson(this.stack.toTerraform());
  }

  private constructWaivers(): readonly ConstructWaiver[] {
    const host = Owner.find(this.stack)?.host;
    return [...constructWaiversBelow(this.stack), ...(host === undefined ? [] : hostWaivers(host))];
  }
}

function stopping({ rows, rules }: Report): string[] {
  return rows.filter(({ status, severity }) => status === 'fail' && severity !== 'low').map((row) => renderRow(row, rules));
}
