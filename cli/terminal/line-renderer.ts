import { ListrTaskEventType, ListrTaskState, type ListrRenderer, type ListrTaskObject } from 'listr2';
import { colors } from './colors';

type Task = ListrTaskObject<unknown, typeof LineRenderer, typeof LineRenderer>;

/** Between two progress lines of one task. */
const QUIET_MILLISECONDS = 10_000;

/** Progress where no line can be redrawn (a pipe, CI): a line when a task ends, and now and then one that it is still at it. */
export class LineRenderer implements ListrRenderer {
  static readonly nonTTY = true;
  static readonly rendererOptions: { stream?: NodeJS.WritableStream } = {};
  static readonly rendererTaskOptions: never;

  constructor(
    private readonly tasks: Task[],
    private readonly options: { stream?: NodeJS.WritableStream },
  ) {}

  render(): void {
    for (const task of this.tasks) this.follow(task);
  }

  end(): void {
    // Every line is complete when it is written.
  }

  private follow(task: Task): void {
    let spoke = Date.now();
    task.on(ListrTaskEventType.OUTPUT, (text) => {
      if (Date.now() - spoke < QUIET_MILLISECONDS) return;
      spoke = Date.now();
      this.print(colors.dim('…'), `${task.initialTitle ?? ''}: ${text}`);
    });
    task.on(ListrTaskEventType.STATE, (state) => {
      if (state === ListrTaskState.COMPLETED) this.print(colors.green('✔'), task.title ?? '');
      if (state === ListrTaskState.FAILED) this.print(colors.red('✖'), task.title ?? '');
    });
  }

  private print(sign: string, text: string): void {
    (this.options.stream ?? process.stdout).write(`  ${sign} ${text}\n`);
  }
}
