import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkTypes } from '../../../cli/deploy/check-types';
import { Instance } from '../../../constructs';
import { packageRoot } from '../../../constructs/package-root';
import { Session } from '../../../operations/session';
import { Workspace } from '../../../operations/workspace';

const CONFIG = { compilerOptions: { strict: true, target: 'es2022', module: 'nodenext', types: [], noEmit: true }, include: ['**/*.ts'] };
const POOL = 'export interface Props { readonly replicas?: number }\nexport const pool = (props: Props): Props => props;\n';

let directory: string;
let session: Session;

beforeEach(() => {
  mkdirSync(join(packageRoot(), '.appengine'), { recursive: true });
  directory = mkdtempSync(join(packageRoot(), '.appengine', 'types-'));
  session = new Session(new Workspace(directory, new Instance({ name: 'shop', projectDirectory: directory })), process.env);
  write('tsconfig.json', JSON.stringify(CONFIG));
  write('pool.ts', POOL);
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(directory, name), text);
}

/** The note of what has passed: another check would write another file. */
function noted(): readonly [number, string] {
  const file = join(dirname(session.instance.directory), 'types.sha256');
  return [statSync(file).ino, readFileSync(file, 'utf8')];
}

const MISSPELT = "import { pool } from './pool.js';\npool({ replica: 3 });\n";

test('a misspelt prop is an error with its file and line, before anything is changed', async () => {
  write('main.ts', MISSPELT);
  await expect(checkTypes(session)).rejects.toThrow(
    /^TypesInvalid: the compiler finds errors, and nothing was changed; .*--no-types\n {4}main.ts\(2,8\): error TS2561: .*'replica' does not exist.*'replicas'/,
  );
  await expect(checkTypes(session)).rejects.toThrow(/^TypesInvalid/);
  write('main.ts', MISSPELT.replace('replica:', 'replicas:'));
  await expect(checkTypes(session)).resolves.toBeUndefined();
});

test('sources that have passed are not checked again, and others are', async () => {
  write('main.ts', '');
  await checkTypes(session);
  const passed = noted();
  await checkTypes(session);
  expect(noted()).toEqual(passed);
  write('main.ts', MISSPELT);
  await expect(checkTypes(session)).rejects.toThrow(/^TypesInvalid/);
});

test('many errors are cut off, and the rest is counted', async () => {
  write('main.ts', Array.from({ length: 25 }, (_, index) => `export const v${String(index)}: number = '';`).join('\n'));
  await expect(checkTypes(session)).rejects.toThrow(/ {4}… 5 more lines: npx tsc --noEmit$/);
});

test('a project without a tsconfig.json has no types to check', async () => {
  rmSync(join(directory, 'tsconfig.json'));
  write('main.ts', MISSPELT);
  await expect(checkTypes(session)).resolves.toBeUndefined();
});

test('packages and links are none of its sources', async () => {
  write('main.ts', '');
  await checkTypes(session);
  const passed = noted();
  symlinkSync(packageRoot(), join(directory, 'linked'));
  mkdirSync(join(directory, 'node_modules'));
  writeFileSync(join(directory, 'node_modules', 'broken.ts'), 'this is no program');
  await checkTypes(session);
  expect(noted()).toEqual(passed);
});
