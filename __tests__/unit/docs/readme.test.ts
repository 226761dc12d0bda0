import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../../constructs/package-root';

const README = readFileSync(join(packageRoot(), 'README.md'), 'utf8');

/** Problems that the compiler has with `source` as a file in tenants/. */
function problemsOf(source: string): readonly string[] {
  const file = join(packageRoot(), 'tenants', 'readme.ts');
  const configFile = join(packageRoot(), 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    packageRoot(),
  );
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => path === file || disk.fileExists(path),
    getSourceFile: (path, language) => (path === file ? ts.createSourceFile(path, source, language) : disk.getSourceFile(path, language)),
  };
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const [tenant = ''] = [...README.matchAll(/```ts\n([^]*?)```/g)].map(([, block = '']) => block).filter((block) => block.includes('import'));

test('the tenant of the README compiles', () => {
  expect(tenant).toContain('new TenantStack');
  expect(problemsOf(tenant)).toEqual([]);
});

test('and the compiler would have noticed', () => {
  expect(problemsOf(tenant.replace('replicas: 2', "replicas: 'two'"))).toEqual(["Type 'string' is not assignable to type 'number'."]);
});

test('every file that the README links to exists', () => {
  const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(5);
  for (const link of links)
    expect({ link, exists: ts.sys.fileExists(join(packageRoot(), link)) || ts.sys.directoryExists(join(packageRoot(), link)) }).toEqual({
      link,
      exists: true,
    });
});
