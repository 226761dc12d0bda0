import { writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { IConstruct } from 'constructs';
import { App, TerraformStack } from './framework';

/** Path from the directory where Terraform runs for the stack of `scope`: synthesized configuration names no absolute path. */
export function pathFromStack(scope: IConstruct, path: string): string {
  const stack = TerraformStack.of(scope);
  return relative(resolve(join(App.of(scope).outdir, 'stacks', stack.node.id)), resolve(path));
}

/** Writes a stack once more that was changed after its app had written it. */
export function writeAgain(stack: TerraformStack): void {
  const { outdir, manifest, hclOutput } = App.of(stack);
  if (hclOutput) return;
  writeFileSync(join(outdir, manifest.forStack(stack).synthesizedStackPath), `${JSON.stringify(stack.toTerraform(), undefined, 2)}\n`);
}
