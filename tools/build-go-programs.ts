import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoProgram } from '../cli/bootstrap/go-program';
import { RootImage } from '../constructs/image/root-image';
import { packageRoot } from '../constructs/package-root';
import { buildProgram, checksumsIn } from './go-programs/binaries';

/** Compiles the programs for `npm run build`. `--update` writes the checksums that other sources or another compiler give. */
async function main(): Promise<void> {
  for (const program of GoProgram.all) await build(program);
}

async function build(program: GoProgram): Promise<void> {
  mkdirSync(program.packaged, { recursive: true });
  await buildProgram(program, program.packaged);
  const expected = program.checksums;
  const built = { ...expected, sources: RootImage.recipeOf(program.name), sha256: checksumsIn(program.packaged, program) };
  if (process.argv.includes('--update')) writeFileSync(program.checksumsFile, `${JSON.stringify(built, undefined, 2)}\n`);
  else if (JSON.stringify(built) !== JSON.stringify(expected)) {
    throw new Error(
      `the binaries in ${program.packaged} are not those of ${program.checksumsFile}; after a change of tools/${program.name} run: npx tsx tools/build-go-programs.ts --update`,
    );
  }
  // Stacks without the platform build an image of the probe from it.
  const dockerfile = join(packageRoot(), 'images', program.name, 'Dockerfile');
  if (existsSync(dockerfile)) copyFileSync(dockerfile, join(program.packaged, 'Dockerfile'));
}

void main();
