import type { IConstruct } from 'constructs';
import type { TerraformStack } from '../../constructs/cdktf/framework';
import { writeAgain } from '../../constructs/cdktf/output';
import { attachmentAt, type HardeningOptions } from './attachment';
import { AUDIT_VARIABLE, evaluateTargets } from '../audit';
import { compareRows, reportOf, type Report, type Row } from '../report';
import { renderRow } from '../reports/finding';
import { waiversHold } from '../rules/17.3-waivers-hold';
import { StackEvaluation, stackAround, stacksBelow } from './stack-evaluation';
import type { Waiver } from '../waivers';

/** A finding that is accepted where it is declared. */
export interface ScopedWaiver extends Omit<Waiver, 'target'> {
  /** Construct path or address; `host` for the engine and its host, `engine/<name>` for what no stack declares. @default the scope */
  readonly target?: string;
}

/** Evaluates stacks as Terraform will see them: raw resources, overrides and late aspects included. */
export class Hardening {
  /**
   * Evaluates a scope.
   * @param scope a stack, or a construct in one: it evaluates that stack. An app, or a construct with stacks below: it evaluates all of them, also those that are
   * added later. For waivers the scope is what they are about.
   */
  static of(scope: IConstruct): Hardening {
    return new Hardening(scope, stackAround(scope));
  }

  private constructor(
    private readonly scope: IConstruct,
    private readonly stack: TerraformStack | undefined,
  ) {}

  /**
   * From now on a finding stops the synth, unless it is of low severity or waived. Attaching again changes the options that it names; each one of a
   * stack goes before that of its app.
   */
  attach(options: HardeningOptions = {}): void {
    const attachment = attachmentAt(this.stack ?? this.scope);
    attachment.options = { ...attachment.options, ...options };
    this.validateOnce();
  }

  /** Accepts a finding at the scope, and at everything below it. */
  waive(waiver: ScopedWaiver): void {
    attachmentAt(this.stack ?? this.scope).waivers.push({ target: this.scope.node.path, ...waiver });
    if (this.stack === undefined) this.validateOnce();
  }

  /** The stack, or all of them, as they are now. */
  report(): Report {
    if (this.stack !== undefined) return new StackEvaluation(this.stack).report;
    const stacks = stacksBelow(this.scope).map((stack) => new StackEvaluation(stack));
    const { rows, rules } = evaluateTargets(
      'synth',
      stacks.map(({ target }) => target),
      attachmentAt(this.scope).options?.today ?? new Date().toISOString().slice(0, 10),
    );
    return reportOf('synth', [...rows, ...this.idleWaivers(stacks)].sort(compareRows), new Map([...rules, [waiversHold.id, waiversHold]]));
  }

  /** Adds a validation, the first time. Stacks that are added later can only be evaluated by their app, after they were written. */
  private validateOnce(): void {
    const attachment = attachmentAt(this.stack ?? this.scope);
    if (attachment.isValidated === true) return;
    attachment.isValidated = true;
    const { node } = this.stack ?? this.scope.node.root;
    node.addValidation({ validate: () => (this.stack === undefined ? this.validateAll() : validateStack(this.stack)) });
  }

  /** Findings that stop the synth, of stacks without an attachment of their own, and unused waivers. */
  private validateAll(): string[] {
    const stacks = stacksBelow(this.scope);
    if (attachmentAt(this.scope).options === undefined) {
      const rows = this.idleWaivers(stacks.map((stack) => new StackEvaluation(stack)));
      return stopping(reportOf('synth', rows, new Map([[waiversHold.id, waiversHold]])));
    }
    for (const stack of stacks.filter((below) => attachmentAt(below).options === undefined)) {
      new StackEvaluation(stack).writeSettings();
      writeAgain(stack);
    }
    return stopping(this.report());
  }

  /** Waivers of this scope that are about no finding of any stack. */
  private idleWaivers(stacks: readonly StackEvaluation[]): readonly Row[] {
    return attachmentAt(this.scope)
      .waivers.filter((waiver) => !stacks.some((stack) => stack.hasTaken(waiver)))
      .map(({ rule, target }) => ({
        ...{ rule: waiversHold.id, severity: waiversHold.severity, status: 'fail', address: target, path: target },
        ...{ attribute: 'waiver', value: `${rule}: it is about no finding` },
      }));
  }
}

/** Findings that stop the synth of one stack. */
function validateStack(stack: TerraformStack): string[] {
  const options = new StackEvaluation(stack);
  options.writeSettings();
  return stopping(options.report);
}

function stopping({ rows, rules }: Report): string[] {
  if (process.env[AUDIT_VARIABLE] !== undefined) return [];
  return rows.filter(({ status, severity }) => status === 'fail' && severity !== 'low').map((row) => renderRow(row, rules));
}
