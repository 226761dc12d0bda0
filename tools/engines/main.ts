import { Workspace } from '../../operations/workspace';
import { packageRoot } from '../../constructs/package-root';
import { ENGINES } from './engines';
import { Lane } from './lane';

/** Runs a program on another engine than the embedded one: `main.ts 29 PROGRAM [ARGUMENT...]`. */
async function main(name: string | undefined, program: string | undefined, args: readonly string[]): Promise<number> {
  const release = ENGINES.find((candidate) => candidate.name === name);
  if (release === undefined || program === undefined) {
    throw new Error(`usage: main.ts ${ENGINES.map((engine) => engine.name).join('|')} PROGRAM [ARGUMENT...]`);
  }
  const { cacheDirectory } = Workspace.find(packageRoot(), process.env);
  const lane = await Lane.start(release, cacheDirectory, (activity) => process.stdout.write(`${activity}\n`));
  try {
    return await lane.run(program, args);
  } finally {
    await lane.stop();
  }
}

// The program gets them too, and ends: then the engine is stopped.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
const [name, program, ...args] = process.argv.slice(2);
void main(name, program, args).then(
  (exitCode) => (process.exitCode = exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
