import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type Dockerode from 'dockerode';
import type { RootImage } from '../../constructs/image/root-image';
import { packageRoot } from '../../constructs/package-root';
import { AppEngineError } from '../../constructs/errors';
import { findProgram } from '../process/find-program';
import { runToSuccess } from '../../operations/process/run';
import type { ProgressCallback } from '../../operations/progress';
import { canInstallPackages, installPackages } from './debian';
import { exportBaseFromRegistry } from './base-from-registry';
import type { BaseRecipe } from './base-recipe';
import { goBuild } from './go-build';
import { GoProgram } from './go-program';
import { versitygw } from './versitygw';

export interface MakeOptions {
  /** Kept between runs. */
  readonly cache: string;
  /** Removed after the import. */
  readonly scratch: string;
  readonly report: ProgressCallback;
  /** Of the engine that gets the image. */
  readonly client: Dockerode;
  /** Of a container that is needed on the way, so that one that is left over is found. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A file system as a tar archive, and what the image adds to it. */
export interface RootArchive {
  readonly file: string;
  /** Dockerfile instructions. */
  readonly changes: readonly string[];
}

export async function archiveOf(image: RootImage, options: MakeOptions): Promise<RootArchive> {
  switch (image.repository) {
    case 'base':
      return { file: await baseArchive(image.recipe, options), changes: ['CMD ["/bin/sh"]'] };
    case 'probe':
      return { file: await programArchive(GoProgram.probe, image.recipe, options), changes: ['ENTRYPOINT ["/probe/probe"]'] };
    case 'agent':
      return { file: await programArchive(GoProgram.agent, image.recipe, options), changes: [] };
    case 'versitygw':
      return { file: await versitygwArchive(options), changes: [] };
    case 'nodejs':
      return { file: await packageArchive('node/nodejs.json', options), changes: [] };
    case 'npm':
      return { file: await packageArchive('npm/npm.json', options), changes: [] };
    default:
      throw new AppEngineError('RootImageUnknown', `no builder for image ${image.name}; add it to cli/bootstrap/root-archives.ts`);
  }
}

/** Half a minute of work that every checkout on this machine shares. */
async function baseArchive(recipeHash: string, { cache, scratch, report, client, labels }: MakeOptions): Promise<string> {
  const archive = join(cache, `base-${recipeHash}.tar`);
  if (existsSync(archive)) return archive;
  const recipe = JSON.parse(await readFile(join(packageRoot(), 'images', 'base', 'recipe.json'), 'utf8')) as BaseRecipe;
  const unfinished = join(scratch, 'base.tar');
  if (canInstallPackages()) await debootstrap(recipe, unfinished, scratch, report);
  else await exportBaseFromRegistry(client, { recipe, labels }, unfinished, report);
  await rename(unfinished, archive);
  return archive;
}

async function debootstrap(recipe: BaseRecipe, archive: string, scratch: string, report: ProgressCallback): Promise<void> {
  await installPackages(['debootstrap'], ['debootstrap', 'debian-archive-keyring'], report);
  const root = join(scratch, 'root');
  const include = recipe.include.length === 0 ? [] : [`--include=${recipe.include.join(',')}`];
  await runToSuccess('debootstrap', ['--force-check-gpg', `--variant=${recipe.variant}`, ...include, recipe.suite, root], {
    onLine: (line) => {
      report(line.replace(/^I: /, ''));
    },
  });
  report('removing setuid bits and caches');
  await runToSuccess('sh', [join(packageRoot(), 'images', 'base', 'strip.sh'), root]);
  report('packing');
  await runToSuccess('tar', ['--create', '--numeric-owner', '--exclude=./dev/*', `--file=${archive}`, `--directory=${root}`, '.']);
}

/** For the processor of the engine. In a directory of its own, because a volume can only be filled from a directory. */
async function programArchive(program: GoProgram, recipe: string, { scratch, report, client }: MakeOptions): Promise<string> {
  const binary = join(scratch, program.name, program.name);
  const { Arch: architecture } = await client.version();
  const packaged = program.packagedBinary(recipe, architecture);
  if (packaged === undefined) {
    const environment = { GOOS: 'linux', GOARCH: architecture };
    await goBuild({ module: program.module, package: '.', output: binary, environment }, report);
  } else {
    await mkdir(dirname(binary));
    await copyFile(packaged, binary);
  }
  return packed(program.name, scratch);
}

async function versitygwArchive({ cache, scratch, report, client }: MakeOptions): Promise<string> {
  const { Arch: architecture } = await client.version();
  const built = await versitygw(cache, architecture, report);
  await mkdir(join(scratch, 'versitygw'));
  await copyFile(built, join(scratch, 'versitygw', 'versitygw'));
  return packed('versitygw', scratch);
}

/** A program in a directory of its own name. */
async function packed(name: string, scratch: string): Promise<string> {
  await chmod(join(scratch, name, name), 0o755);
  const archive = join(scratch, `${name}.tar`);
  await runToSuccess('tar', ['--create', '--owner=0', '--group=0', `--file=${archive}`, `--directory=${scratch}`, name]);
  return archive;
}

/** The npm package as it is published; the engine unpacks compressed archives itself. */
async function packageArchive(pin: string, { scratch, report }: MakeOptions): Promise<string> {
  const pinned = JSON.parse(await readFile(join(packageRoot(), 'images', pin), 'utf8')) as {
    package: string;
    version: string;
  };
  if (findProgram('npm') === undefined) throw new AppEngineError('NpmMissing', 'npm is not on PATH; install it with Node.js');
  // npm reads the package.json of the directory it runs in.
  await writeFile(join(scratch, 'package.json'), '{}');
  report(`npm pack ${pinned.package}@${pinned.version}`);
  const { stdout } = await runToSuccess('npm', ['pack', '--json', `${pinned.package}@${pinned.version}`], { cwd: scratch });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined)
    throw new AppEngineError('NodejsNotPacked', `npm pack ${pinned.package}@${pinned.version} made no archive; run it by hand to see why`);
  return join(scratch, packed.filename);
}
