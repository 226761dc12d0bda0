import type { IConstruct } from 'constructs';
import type { Policy } from '../policy';
import type { Rule } from '../rule';
import { isAt, type Waiver } from '../waivers';

/** Rules, policy and date of the evaluation of a stack. */
export interface HardeningOptions extends Policy {
  /** @default all of this library */
  readonly rules?: readonly Rule[];
  /** `YYYY-MM-DD`, for waivers that expire. @default the day of the synth, in UTC */
  readonly today?: string;
}

/** Waivers and options that were declared at a scope. */
export interface Attachment {
  readonly waivers: Waiver[];
  options?: HardeningOptions;
  /** True once its findings stop the synth. */
  isValidated?: true;
}

const attachments = new WeakMap<IConstruct, Attachment>();

/** The one of a scope. */
export function attachmentAt(scope: IConstruct): Attachment {
  const attachment = attachments.get(scope) ?? { waivers: [] };
  attachments.set(scope, attachment);
  return attachment;
}

/** Those of a scope and of all above it, the nearest first. */
export function attachmentsAbove(scope: IConstruct): readonly Attachment[] {
  return [...scope.node.scopes].reverse().map(attachmentAt);
}

/** Waivers of a stack, and those of the scopes above it that are about it or something in it. */
export function waiversAbout(stack: IConstruct): readonly Waiver[] {
  const [own, ...above] = attachmentsAbove(stack);
  const { path } = stack.node;
  const theirs = above.flatMap(({ waivers }) => waivers.map((waiver) => (waiver.target === '' ? { ...waiver, target: path } : waiver)));
  return [...(own?.waivers ?? []), ...theirs.filter(({ target }) => isAt(path, { address: target, path: target }))];
}
