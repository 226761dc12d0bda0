import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Jest projects whose tests need an engine. */
const KINDS = ['live', 'browser', 'attack'];

/** The first measures how long answers take, the second restarts the engine: nothing else runs meanwhile. */
const ALONE = ['live/traffic', 'live/deploys'];

/** The longest first, so that of two at a time none runs alone for long at the end; those that are not named follow. */
const LONGEST_FIRST = [
  'live/backup',
  'live/services',
  'attack/attack',
  'live/recovery',
  'live/ownership',
  'live/acme',
  'live/egress',
  'live/interruptions',
  'live/tenants',
  'live/data',
  'live/shared-state',
  'live/examples',
];

/** Compilers and package managers take most of their minutes: a slice runs them, and no ordinary run. */
const BY_SLICE = ['live/brokers', 'live/previews', 'live/registry', 'live/scanners', 'live/shared', 'live/source-builds'];

/** Test files that need an engine, by their paths below `__tests__` without `.test.ts`. */
export interface TestFiles {
  /** In the order in which they run. */
  readonly alone: readonly string[];
  /** Their instances have names of their own, so two run at a time. */
  readonly together: readonly string[];
  /** Those of {@link together} that run in full alone. */
  readonly bySlice: readonly string[];
}

export function testFiles(project: string): TestFiles {
  const all = KINDS.flatMap((kind) => below(project, kind));
  const presentOf = (files: readonly string[]): readonly string[] => files.filter((file) => all.includes(file));
  return { alone: presentOf(ALONE), together: longestFirst(all.filter((file) => !ALONE.includes(file))), bySlice: presentOf(BY_SLICE) };
}

function longestFirst(files: readonly string[]): readonly string[] {
  const place = (file: string): number => (LONGEST_FIRST.includes(file) ? LONGEST_FIRST.indexOf(file) : LONGEST_FIRST.length);
  return [...files].sort((one, other) => place(one) - place(other));
}

/** Test files of a kind. */
export function below(project: string, kind: string): readonly string[] {
  const ending = '.test.ts';
  const names = readdirSync(join(project, '__tests__', kind)).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => `${kind}/${name.slice(0, -ending.length)}`);
}
