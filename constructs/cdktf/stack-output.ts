import type { Construct } from 'constructs';
import { TerraformOutput, dependable, type ITerraformDependable } from './framework';

/**
 * An output under its own name in the state.
 * @param after what has to succeed before it changes: after a failed apply it still describes what was there before
 */
export function addStackOutput(stack: Construct, name: string, value: unknown, after: readonly ITerraformDependable[] = []): void {
  const output = new TerraformOutput(stack, name, { staticId: true, value });
  // Not through `dependsOn`: for outputs cdktf renders template expressions there, which Terraform refuses.
  if (after.length > 0) output.addOverride('depends_on', after.map(dependable));
}
