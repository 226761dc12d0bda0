import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../../constructs/package-root';

const FOLDERS = ['cli', 'constructs', 'guidelines', 'stacks', 'testing'];

/** Syntax trees of all TypeScript files of the library and the command line. */
export function sourceFiles(): readonly ts.SourceFile[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(packageRoot(), folder, path)),
  ).map((path) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true));
}

/** `node` and everything below it. */
export function* nodesBelow(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesBelow(child);
}
