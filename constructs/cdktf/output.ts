import { writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { IConstruct } from 'constructs';
import { App, TerraformStack } from './framework';

/** Directory of the stacks when Terraform runs, if they are synthesized somewhere else. */
export const WORKING_DIRECTORY_VARIABLE = 'APPENGINE_WORKING_DIRECTORY';

/** Path from the directory where Terraform runs for the stack of `scope`: synthesized configuration names no absolute path. */
export function pathFromStack(scope: IConstruct, path: string): string {
  return relative(stackDirectory(scope), resolve(path));
}

/** Path from another directory to a file in that one. */
export function pathToStack(scope: IConstruct, directory: string, file: string): string {
  return relative(resolve(directory), join(stackDirectory(scope), file));
}

function stackDirectory(scope: IConstruct): string {
  const outdir = process.env[WORKING_DIRECTORY_VARIABLE] ?? App.of(scope).outdir;
  return resolve(join(outdir, 'stacks', TerraformStack.of(scope).node.id));
}

/** Writes a stack once more that was changed after its app had written it. */
export function writeAgain(stack: TerraformStack): void {
  const { outdir, manifest, hclOutput } = App.of(stack);
  if (hclOutput) return;
  writeFileSync(join(outdir, manifest.forStack(stack).synthesizedStackPath), `${JSON.stringify(stack.toTerraform(), undefined, 2)}\n`);
}
