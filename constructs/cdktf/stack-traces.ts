import { createRequire } from 'node:module';
import type { IConstruct } from 'constructs';

/** Key in the context of an app that `new App({ stackTraces: false })` sets. */
const STACK_TRACES_OFF = '@cdktf/disable_stack_trace_in_metadata';

interface StackTraces {
  captureStackTrace: () => readonly string[];
}

/**
 * In an app without stack traces cdktf still takes one for each reference, which costs as much as all the rest of a synth. Switches them off for the process:
 * cdktf has no switch for them, and only its message about a token that cannot be resolved would show one.
 */
export function respectStackTraces(scope: IConstruct): void {
  if (scope.node.tryGetContext(STACK_TRACES_OFF) !== true) return;
  try {
    const traces = createRequire(__filename)('cdktf/lib/tokens/private/stack-trace') as StackTraces;
    traces.captureStackTrace = () => [];
  } catch {
    // A cdktf that keeps them elsewhere is slower, and no less right.
  }
}
