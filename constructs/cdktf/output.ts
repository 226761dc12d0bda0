import { join, relative, resolve } from 'node:path';
import type { IConstruct } from 'constructs';
import { App, TerraformStack } from './framework';

/** Path from the directory where Terraform runs for the stack of `scope`: synthesized configuration names no absolute path. */
export function pathFromStack(scope: IConstruct, path: string): string {
  const stack = TerraformStack.of(scope);
  return relative(resolve(join(App.of(scope).outdir, 'stacks', stack.node.id)), resolve(path));
}
