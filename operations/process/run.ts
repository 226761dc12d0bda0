import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { AppEngineError } from '../../constructs/errors';
import type { Environment } from '../environment';
import { forwardInterruptsTo, throwIfInterrupted } from './interrupt';

export interface RunOptions {
  /** @default the directory of this process */
  readonly cwd?: string;
  /** All variables that the program gets. @default those of this process */
  readonly environment?: Environment;
  /** Text or bytes on its standard input. @default it has none */
  readonly input?: Buffer;
  /** Milliseconds after which it is ended. @default it may take as long as it needs */
  readonly timeout?: number;
  /** Called with every line of both streams as it comes. @default lines are only collected */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Called with the id of its process group once it runs. @default nothing */
  readonly onStart?: (processGroup: number) => void;
  /** After an interrupt its result counts as well: the caller has something to put in order first. @default the interrupt is thrown */
  readonly survivesInterrupt?: boolean;
}

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Signal that ended it; undefined if it ended by itself. */
  readonly signal?: NodeJS.Signals;
}

/** Runs a program to its end, with any exit code; no shell. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  if (options.survivesInterrupt !== true) throwIfInterrupted();
  const settings = {
    cwd: options.cwd,
    ...(options.environment === undefined ? {} : { env: options.environment }),
    detached: true,
  };
  const child =
    options.input === undefined
      ? spawn(program, args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn(program, args, { ...settings, stdio: ['pipe', 'pipe', 'pipe'] });
  // One that ends without reading all of it says why.
  child.stdin?.on('error', () => undefined).end(options.input);
  forwardInterruptsTo(child);
  if (child.pid !== undefined) options.onStart?.(child.pid);

  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    createInterface({ input: child[stream] }).on('line', (line) => {
      output[stream] += `${line}\n`;
      options.onLine?.(line, stream);
    });
  }
  const timer = options.timeout === undefined ? undefined : setTimeout(() => child.kill(), options.timeout);
  const ended = await new Promise<Pick<Finished, 'exitCode' | 'signal'>>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new AppEngineError('ProgramNotStarted', `${program} cannot be started (${cause.message}); install it or put it on PATH`));
    });
    child.once('close', (code, signal) => {
      resolve({ exitCode: code ?? 1, ...(signal === null ? {} : { signal }) });
    });
  }).finally(() => {
    clearTimeout(timer);
  });
  if (options.survivesInterrupt !== true) throwIfInterrupted();
  return { ...ended, ...output };
}

/** As {@link run}, but any exit code other than 0 is an error that shows the last lines. */
export async function runToSuccess(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const finished = await run(program, args, options);
  if (finished.exitCode === 0) return finished;
  throw new AppEngineError(
    'ProgramFailed',
    `${[program, ...args].join(' ')} ended with exit code ${String(finished.exitCode)}; its last lines:\n${lastLines(finished.stderr || finished.stdout, 15)}`,
  );
}

export function lastLines(text: string, count: number): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `    ${line}`)
    .join('\n');
}
