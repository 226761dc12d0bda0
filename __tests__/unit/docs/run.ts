import { runInNewContext } from 'node:vm';
import ts from 'typescript';

/**
 * Runs a module of a page, which imports nothing but `modules`.
 * @param exports where to put what it exports
 * @param globals of its own
 */
export function run(source: string, modules: Readonly<Record<string, unknown>>, exports: object, globals: object = {}): void {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const load = (name: string): unknown => modules[name];
  runInNewContext(outputText, { exports, require: load, ...globals });
}
