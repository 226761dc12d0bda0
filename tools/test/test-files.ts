import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Jest projects whose tests need an engine. */
const KINDS = ['live', 'browser', 'attack'];

/** The first measures how long answers take, the second restarts the engine: nothing else runs meanwhile. */
const ALONE = ['live/traffic', 'live/deploys'];

/** Test files that need an engine, by their paths below `__tests__` without `.test.ts`. */
export interface TestFiles {
  /** In the order in which they run. */
  readonly alone: readonly string[];
  /** Their instances have names of their own, so two run at a time. */
  readonly together: readonly string[];
}

export function testFiles(project: string): TestFiles {
  const all = KINDS.flatMap((kind) => below(project, kind));
  return { alone: ALONE.filter((file) => all.includes(file)), together: all.filter((file) => !ALONE.includes(file)) };
}

/** Test files of a kind. */
export function below(project: string, kind: string): readonly string[] {
  const ending = '.test.ts';
  const names = readdirSync(join(project, '__tests__', kind)).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => `${kind}/${name.slice(0, -ending.length)}`);
}
