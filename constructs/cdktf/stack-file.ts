import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConstruct } from 'constructs';
import { TerraformStack } from './framework';

/** cdktf calls the object behind it on each construct when it writes a stack, and exports the function that sets it for its own assets alone. */
const CUSTOM_SYNTHESIS = Symbol.for('cdktf/customSynthesis');

interface SynthesisSession {
  readonly outdir: string;
}

/**
 * Writes files beside the configuration of the stack, when that is synthesized.
 * @param files content by name. A name tells the content, such as by a hash: files of one name are never another
 */
export function addStackFiles(scope: IConstruct, files: Readonly<Record<string, string>>): void {
  const stack = TerraformStack.of(scope);
  Object.defineProperty(scope, CUSTOM_SYNTHESIS, {
    value: {
      onSynthesize: ({ outdir }: SynthesisSession) => {
        for (const [name, content] of Object.entries(files)) writeFileSync(join(outdir, 'stacks', stack.node.id, name), content);
      },
    },
  });
}
