import { Listr } from 'listr2';
import { Interrupted } from '../../operations/process/interrupt';
import { LineRenderer } from './line-renderer';
import { row } from './format';

/** Tells what a task is doing at the moment. */
export type Report = (activity: string) => void;

/** Ends a task as failed, with its finished line as the message. */
export class TaskFailure extends Error {}

/** One line of progress. */
export interface ProgressTask {
  readonly subject: string;
  /** Resolves to the finished line. An error ends the command, unless `keepGoing`. */
  run(report: Report): Promise<string>;
}

export interface ProgressOptions {
  /** How many run at a time. @default 1 */
  readonly concurrency?: number;
  /** Go on with the other tasks after one failed. @default false */
  readonly keepGoing?: boolean;
  /** Standard output belongs to a machine-readable result: progress goes to standard error. @default false */
  readonly toStandardError?: boolean;
}

/** Runs tasks in order, each as a line with a spinner on a terminal or as plain lines elsewhere. */
export async function showProgress(tasks: readonly ProgressTask[], options: ProgressOptions = {}): Promise<void> {
  const plain = options.toStandardError === true || !process.stdout.isTTY;
  const stream = options.toStandardError === true ? process.stderr : process.stdout;
  const list = new Listr(
    tasks.map((task) => ({
      title: task.subject,
      task: async (_: unknown, line): Promise<void> => {
        const began = Date.now();
        let activity = '';
        const show = (): void => {
          const seconds = Math.round((Date.now() - began) / 1000);
          if (seconds >= 2) line.output = `${activity}${activity === '' ? '' : ', '}${String(seconds)}s`;
        };
        const ticker = setInterval(show, 1000);
        try {
          line.title = await task.run((text) => {
            activity = text;
            show();
          });
        } catch (error) {
          line.title =
            error instanceof TaskFailure ? error.message : row(task.subject, error instanceof Interrupted ? 'interrupted' : 'failed');
          throw error;
        } finally {
          clearInterval(ticker);
        }
      },
    })),
    {
      concurrent: options.concurrency ?? 1,
      exitOnError: options.keepGoing !== true,
      collectErrors: false,
      // Interrupts are ours: see process/interrupt.ts.
      registerSignalListeners: false,
      renderer: plain ? LineRenderer : 'default',
      rendererOptions: plain ? { stream } : { showErrorMessage: false, collapseErrors: false, indentation: 2 },
    },
  );
  await list.run();
}

/**
 * Runs one piece of work as a line of progress.
 * @param work resolves to its result, and to the finished line
 */
export async function withLine<T>(
  subject: string,
  options: ProgressOptions,
  work: (report: Report) => Promise<readonly [result: T, line: string]>,
): Promise<T> {
  const results: T[] = [];
  const run = async (report: Report): Promise<string> => {
    const [result, line] = await work(report);
    results.push(result);
    return line;
  };
  await showProgress([{ subject, run }], options);
  // An error has ended it otherwise.
  const [result] = results;
  return result as T;
}
