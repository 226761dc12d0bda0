import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack, Testing } from '../constructs/cdktf/framework';

/** Terraform JSON of a stack, made by the synthesizer that `App.synth` uses, in a directory of its own. */
export function synthesize(stack: TerraformStack): Readonly<Record<string, unknown>> {
  // Every stack has its backend and its references before the first is written.
  for (const construct of App.of(stack).node.findAll()) {
    if (TerraformStack.isStack(construct)) construct.prepareStack();
  }
  const directory = Testing.fullSynth(stack);
  try {
    return JSON.parse(readFileSync(join(directory, 'stacks', stack.node.id, 'cdk.tf.json'), 'utf8')) as Readonly<Record<string, unknown>>;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
