import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';

/** A stack as synth declared it in manifest.json. */
export interface DeclaredStack {
  readonly name: string;
  /** Directory in which Terraform runs, relative to the output directory. */
  readonly workingDirectory: string;
  /** Names of stacks that come first. */
  readonly dependencies: readonly string[];
}

/** The synthesized stacks, or undefined if there was no synth. */
export function readManifest(outputDirectory: string): readonly DeclaredStack[] | undefined {
  const file = join(outputDirectory, 'manifest.json');
  if (!existsSync(file)) return undefined;
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { stacks: Record<string, DeclaredStack> };
  return Object.values(manifest.stacks);
}

/** Puts stacks of an earlier synth back into the manifest. */
export function addToManifest(outputDirectory: string, stacks: readonly DeclaredStack[]): void {
  const file = join(outputDirectory, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { stacks: Record<string, DeclaredStack> };
  const all = { ...Object.fromEntries(stacks.map((stack) => [stack.name, stack])), ...manifest.stacks };
  writeFileSync(file, `${JSON.stringify({ ...manifest, stacks: all }, undefined, 2)}\n`);
}

/** Groups of stacks: each group depends only on earlier ones, so its members can be applied side by side. */
export function inWaves(stacks: readonly DeclaredStack[]): readonly (readonly DeclaredStack[])[] {
  const waves: (readonly DeclaredStack[])[] = [];
  let waiting = [...stacks];
  while (waiting.length > 0) {
    const names = new Set(waiting.map((stack) => stack.name));
    const ready = waiting.filter((stack) => !stack.dependencies.some((dependency) => names.has(dependency)));
    if (ready.length === 0) {
      throw new AppEngineError('StackCycle', `the stacks ${[...names].join(', ')} depend on each other; remove one of the dependencies`);
    }
    waves.push(ready);
    waiting = waiting.filter((stack) => !ready.includes(stack));
  }
  return waves;
}

/** The names that `--only` gives, all of them without it. */
export function select(names: readonly string[], only: readonly string[] | undefined): readonly string[] {
  const unknown = (only ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new AppEngineError('StackUnknown', `--only names ${unknown.join(', ')}; the stacks are ${names.join(', ') || '(none)'}`);
  }
  return only ?? names;
}

/** The named stacks and, transitively, the ones they depend on. */
export function withDependencies(stacks: readonly DeclaredStack[], names: readonly string[]): readonly DeclaredStack[] {
  const wanted = new Set(names);
  // A set's iterator also visits what is added on the way.
  for (const name of wanted) {
    for (const dependency of stacks.find((stack) => stack.name === name)?.dependencies ?? []) wanted.add(dependency);
  }
  return stacks.filter((stack) => wanted.has(stack.name));
}

/** Names of stacks in the order in which their locks are taken: those that others depend on come last, as a deploy takes them while it holds the others. */
export function inLockOrder(stacks: readonly DeclaredStack[], names: readonly string[]): readonly string[] {
  const waves = inWaves(stacks);
  const waveOf = (name: string): number => waves.findIndex((wave) => wave.some((stack) => stack.name === name));
  const rank = (name: string): number => (waveOf(name) === -1 ? waves.length : waveOf(name));
  return [...new Set(names)].sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1));
}
