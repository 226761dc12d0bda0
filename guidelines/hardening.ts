import type { IConstruct } from 'constructs';
import { TerraformStack } from '../constructs/terraform/framework';
import { constructWaiversBelow } from './construct-waivers';
import { judge } from './engine';
import type { Policy } from './policy';
import type { Report } from './report';
import { renderRow } from './reports/terminal';
import type { Rule } from './rule';
import { RULES } from './rules';
import { factsOfTerraformJson } from './surfaces/synth';
import type { Waiver } from './waivers';

/** How a stack is judged. */
export interface HardeningOptions extends Policy {
  /** @default all of this library */
  readonly rules?: readonly Rule[];
  /** `YYYY-MM-DD`, for waivers that expire. @default the day of the synth, in UTC */
  readonly today?: string;
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
    if (isNew) this.stack.node.addValidation({ validate: () => stopping(this.report()) });
  }

  /** Accepts a finding at the scope, and at everything below it. */
  waive(waiver: Omit<Waiver, 'target'>): void {
    this.attachment.waivers.push({ ...waiver, target: this.scope.node.path });
  }

  /** The stack as it is now, judged. */
  report(): Report {
    const { options = {}, waivers } = this.attachment;
    return judge(factsOfTerraformJson(this.stack.toTerraform()), {
      rules: options.rules ?? RULES,
      waivers,
      constructWaivers: constructWaiversBelow(this.stack),
      today: options.today ?? new Date().toISOString().slice(0, 10),
      policy: options,
    });
  }
}

function stopping({ rows, rules }: Report): string[] {
  return rows.filter(({ status, severity }) => status === 'fail' && severity !== 'low').map((row) => renderRow(row, rules));
}
