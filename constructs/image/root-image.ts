import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Instance } from '../host/instance';
import { packageRoot } from '../package-root';

/** Every stack asks for the same recipes; their files do not change during a synth. */
const recipes = new Map<string, string>();

/**
 * An image that is imported from a file system instead of built: the base of all others, our own programs, and the Node binary.
 * The tag is a hash of the recipe, so that synth knows the name before the image exists. `appengine bootstrap` makes what is missing.
 */
export class RootImage {
  /** Debian 13, no setuid files, no caches: every image of the platform is built from it. */
  static base(instance: Instance): RootImage {
    return new RootImage(instance, 'base', ['images/base/recipe.json', 'images/base/strip.sh']);
  }

  /** One static binary, `/probe/probe`, that health checks run in images without any tool. */
  static probe(instance: Instance): RootImage {
    return new RootImage(instance, 'probe', goSources('probe'));
  }

  /** One static binary, `/agent/agent`, that does what has to be done inside of the platform's containers beside the programs that serve. */
  static agent(instance: Instance): RootImage {
    return new RootImage(instance, 'agent', goSources('agent'));
  }

  /** The npm package that ships the Node binary, at `/package/bin/node`. */
  static nodejs(instance: Instance): RootImage {
    return new RootImage(instance, 'nodejs', ['images/node/nodejs.json']);
  }

  /** npm, at `/package`: only builds from source have it. */
  static npm(instance: Instance): RootImage {
    return new RootImage(instance, 'npm', ['images/npm/npm.json']);
  }

  /** One static binary, `/versitygw/versitygw`: only a platform that offers object storage needs it. */
  static versitygw(instance: Instance): RootImage {
    return new RootImage(instance, 'versitygw', goSources('object-store'));
  }

  /** Everything that every deployment needs. */
  static all(instance: Instance): readonly RootImage[] {
    return [
      RootImage.base(instance),
      RootImage.probe(instance),
      RootImage.agent(instance),
      RootImage.nodejs(instance),
      RootImage.npm(instance),
    ];
  }

  /** What only some deployments need: those whose configuration names it. */
  static optional(instance: Instance): readonly RootImage[] {
    return [RootImage.versitygw(instance)];
  }

  /** Of a program that is compiled from Go: the same sources are the same image, on every machine. */
  static recipeOf(program: string): string {
    return hashFiles(goSources(program));
  }

  /** Full name with its recipe tag, such as `appengine.invalid/appengine/base:9f86d081884c`. */
  readonly name: string;
  /** First 12 hexadecimal digits of the SHA-256 of the recipe. */
  readonly recipe: string;

  private constructor(
    instance: Instance,
    readonly repository: string,
    files: readonly string[],
  ) {
    this.recipe = recipes.get(repository) ?? hashFiles(files);
    recipes.set(repository, this.recipe);
    this.name = instance.imageName(repository, this.recipe);
  }
}

/** Without the tests, in the order of their paths. */
function goSources(program: string): readonly string[] {
  return readdirSync(join(packageRoot(), 'tools', program), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('_test.go'))
    .map((entry) => relative(packageRoot(), join(entry.parentPath, entry.name)))
    .sort();
}

function hashFiles(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(join(packageRoot(), file));
    hash.update(`${file}\0`).update(content).update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}
