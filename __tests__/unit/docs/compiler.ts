import { join, relative } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../../constructs/package-root';
import { ENTRIES as REPORTED } from '../../../tools/api-report/entries';

const ENTRIES: Readonly<Record<string, string>> = { ...REPORTED, rulebook: 'guidelines/index' };

/** Problems that the compiler has with files that are not on the disk, by their paths below the root of the project: `path: message`. */
export function problemsOf(sources: Readonly<Record<string, string>>): readonly string[] {
  const files = new Map(Object.entries(sources).map(([path, source]) => [join(packageRoot(), path), source]));
  const options = compilerOptions();
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, language) => {
      const source = files.get(path);
      return source === undefined ? disk.getSourceFile(path, language) : ts.createSourceFile(path, source, language);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()]
    .flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(
      ({ file, messageText }) => `${relative(packageRoot(), file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
}

/** Those of the project, with the package's own name leading to its sources. */
function compilerOptions(): ts.CompilerOptions {
  const file = join(packageRoot(), 'tsconfig.json');
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, packageRoot());
  const paths = Object.entries(ENTRIES).map(([entry, module]) => [`appengine-constructs/${entry}`, [join(packageRoot(), `${module}.ts`)]]);
  return { ...options, paths: Object.fromEntries(paths) };
}
