import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoProgram } from '../../../cli/bootstrap/go-program';
import { Instance } from '../../../constructs';
import { RootImage } from '../../../constructs/image/root-image';
import { buildProgram, checksumsIn } from '../../../tools/go-programs/binaries';

const NAMES = ['agent', 'probe'] as const;
const programOf = (name: (typeof NAMES)[number]): GoProgram => GoProgram[name];

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'go-programs-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

test.each(NAMES)('the checksums of %s are those of its sources, and the tag of its image is the same everywhere', (name) => {
  expect(programOf(name).checksums.sources).toBe(RootImage.recipeOf(name));
  expect(RootImage[name](new Instance({ name: 'one', httpPort: 8080, httpsPort: 8443, projectDirectory: directory })).name).toBe(
    `appengine.invalid/one/${name}:${programOf(name).checksums.sources}`,
  );
});

// A machine without that compiler cannot tell; the one that publishes has it.
const hasCompiler = spawnSync('go', ['version'], { env: { ...process.env, GOTOOLCHAIN: GoProgram.agent.checksums.go } }).status === 0;
(hasCompiler ? test : test.skip).each(NAMES)(
  'whoever compiles %s gets the binaries of the checksums',
  async (name) => {
    await buildProgram(programOf(name), directory);

    expect(checksumsIn(directory, programOf(name))).toEqual(programOf(name).checksums.sha256);
  },
  300_000,
);

describe('a binary of the package', () => {
  const [recipe, architecture] = ['0123456789ab', 'arm64'];
  let program: GoProgram;
  let binary: string;

  beforeEach(() => {
    program = Object.create(GoProgram.agent, {
      packaged: { value: directory },
      checksumsFile: { value: join(directory, 'checksums.json') },
    }) as GoProgram;
    binary = join(directory, program.fileOf(architecture));
    for (const each of GoProgram.architectures) writeFileSync(join(directory, program.fileOf(each)), `compiled for ${each}`);
    const checksums = { go: 'go1.26.8', sources: recipe, sha256: checksumsIn(directory, program) };
    writeFileSync(program.checksumsFile, JSON.stringify(checksums));
  });

  test('is taken in place of a compiler, for the processor of the engine', () => {
    expect(program.packagedBinary(recipe, architecture)).toBe(binary);
    expect(program.packagedBinary(recipe, 'riscv64')).toBeUndefined();
  });

  test('is not taken where it is another one, of other sources, or not there', () => {
    expect(program.packagedBinary('ba9876543210', architecture)).toBeUndefined();
    writeFileSync(binary, 'of an earlier build');
    expect(program.packagedBinary(recipe, architecture)).toBeUndefined();
    rmSync(binary);
    expect(program.packagedBinary(recipe, architecture)).toBeUndefined();
  });
});
