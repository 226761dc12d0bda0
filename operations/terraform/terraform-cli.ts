import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { removeBuildLogs } from './build-log';
import { failedBuild } from './failed-build';
import { installedProviders } from './installed-providers';
import type { PlannedResource } from './planned-resource';
import { lastLines, run, runToSuccess, type Finished, type RunOptions } from '../process/run';
import type { ProgressCallback } from '../progress';
import { describeActivity, messageOf, parseEvent, type ChangeCount } from './terraform-events';
import type { Session } from '../session';

export interface ChangeResult extends ChangeCount {
  /** One message per error; empty if it worked. */
  readonly errors: readonly string[];
  /** It was ended from outside, and could not say what it had done. */
  readonly isCutOff: boolean;
}

/** How a stack is applied. */
export interface ApplyOptions {
  /** Called with the id of Terraform's process group. */
  readonly onStart: (processGroup: number) => void;
}

/** Output for people; events are not for them. */
function lastWords({ exitCode, stdout, stderr }: Finished): string {
  const words = (stderr || stdout)
    .split('\n')
    .filter((line) => !line.startsWith('{'))
    .join('\n');
  return words.trim() === '' ? `it ended with exit code ${String(exitCode)}, and said nothing` : lastLines(words, 15);
}

/** Stack whose lock is waited for, and for how long. */
export interface StackOptions {
  /** Name of the stack, for errors about its lock. @default unnamed */
  readonly stack?: string;
  /** How long to wait for a lock of Terraform's, in seconds. @default 300 */
  readonly wait?: number;
}

const DEFAULT_WAIT_SECONDS = 300;

/** Terraform in the directory of one synthesized stack. */
export class TerraformCli {
  constructor(
    private readonly session: Session,
    private readonly directory: string,
    private readonly options: StackOptions = {},
  ) {}

  /** Trusts the state, which the reconciliation has just compared with the engine. An interrupt ends it, and is no error of its own. */
  apply(report: ProgressCallback, { onStart }: ApplyOptions): Promise<ChangeResult> {
    return this.change(['apply', '-auto-approve', '-refresh=false'], report, onStart);
  }

  destroy(report: ProgressCallback): Promise<ChangeResult> {
    return this.change(['destroy', '-auto-approve'], report);
  }

  /** Changes that an apply would make, in the form of `terraform show -json`. Changes nothing and takes no lock. @throws AppEngineError PlanFailed */
  plan(): Promise<unknown> {
    return this.planned([]);
  }

  /** All resources as an apply would leave them, without a look at the engine. @throws AppEngineError PlanFailed */
  async plannedResources(): Promise<readonly PlannedResource[]> {
    const { planned_values: values } = (await this.planned(['-refresh=false'])) as {
      planned_values?: { root_module?: { resources?: readonly PlannedResource[] } };
    };
    return values?.root_module?.resources ?? [];
  }

  /** Fills the state with what the engine knows. @throws AppEngineError ProgramFailed */
  async refresh(): Promise<void> {
    await this.initialise();
    await runToSuccess(this.session.terraform, ['apply', '-refresh-only', '-auto-approve', '-input=false', '-no-color', this.lockTimeout], {
      ...this.context,
    });
  }

  private async planned(options: readonly string[]): Promise<unknown> {
    await this.initialise();
    // A plan holds all that the state holds: no other user can read it, and it is gone at once.
    const directory = await mkdtemp(join(tmpdir(), 'appengine-plan-'));
    try {
      const file = join(directory, 'plan');
      await this.toSuccess(['plan', '-input=false', '-no-color', '-lock=false', ...options, `-out=${file}`]);
      return JSON.parse((await this.toSuccess(['show', '-json', file])).stdout) as unknown;
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /** Makes Terraform forget resources without touching them. */
  async forget(addresses: readonly string[]): Promise<void> {
    await this.initialise();
    await runToSuccess(this.session.terraform, ['state', 'rm', this.lockTimeout, ...addresses], { ...this.context });
  }

  /** Directory and environment of every run. */
  private get context(): Pick<RunOptions, 'cwd' | 'environment'> {
    return { cwd: this.directory, environment: this.session.environment };
  }

  private get lockTimeout(): string {
    return `-lock-timeout=${String(this.options.wait ?? DEFAULT_WAIT_SECONDS)}s`;
  }

  private async toSuccess(command: readonly string[]): Promise<Finished> {
    const finished = await run(this.session.terraform, command, { ...this.context });
    if (finished.exitCode === 0) return finished;
    const reason = lastLines(finished.stderr || finished.stdout, 20);
    throw new AppEngineError('PlanFailed', `${this.session.terraform} ${command[0] ?? ''} failed; mend what it says:\n${reason}`);
  }

  private async change(command: readonly string[], report: ProgressCallback, onStart?: (pid: number) => void): Promise<ChangeResult> {
    await this.initialise();
    removeBuildLogs(this.directory);
    let changes: ChangeCount = { add: 0, change: 0, remove: 0 };
    const errors: string[] = [];
    const finished = await run(this.session.terraform, [...command, '-json', '-input=false', this.lockTimeout], {
      ...this.context,
      survivesInterrupt: onStart !== undefined,
      ...(onStart === undefined ? {} : { onStart }),
      onLine: (line, stream) => {
        const event = stream === 'stdout' ? parseEvent(line) : undefined;
        if (event?.type === 'change_summary' && event.changes.operation !== 'plan') changes = event.changes;
        if (event?.type === 'apply_start' || event?.type === 'apply_progress') report(describeActivity(event.hook));
        if (event?.type === 'diagnostic' && event.diagnostic.severity === 'error')
          errors.push(failedBuild(this.directory, event.diagnostic)?.message ?? messageOf(event.diagnostic, this.options.stack));
      },
    });
    const isCutOff = finished.signal !== undefined;
    if (isCutOff) errors.push(`${this.session.terraform} was ended from outside by ${finished.signal}`);
    else if (finished.exitCode !== 0 && errors.length === 0) errors.push(lastWords(finished));
    return { add: changes.add, change: changes.change, remove: changes.remove, errors, isCutOff };
  }

  /** `terraform init` takes seconds: it is skipped while what it depends on is the same. */
  private async initialise(): Promise<void> {
    const data = join(this.directory, '.terraform');
    const stamp = join(data, 'appengine.init');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === this.initialisedFor(data)) return;

    // The directory is generated: a lock of another build of the provider must not stop this one.
    await rm(join(this.directory, '.terraform.lock.hcl'), { force: true });
    const { exitCode, stdout, stderr } = await run(this.session.terraform, ['init', '-input=false', '-no-color', '-reconfigure'], {
      ...this.context,
    });
    if (exitCode !== 0) {
      throw new AppEngineError(
        'TerraformInitFailed',
        `${this.session.terraform} init failed in ${this.directory}; mend what it says:\n${lastLines(stderr || stdout, 20)}`,
      );
    }
    await writeFile(stamp, this.initialisedFor(data));
  }

  private initialisedFor(data: string): string {
    const stack = JSON.parse(readFileSync(join(this.directory, 'cdk.tf.json'), 'utf8')) as { terraform?: unknown };
    const inputs = [stack.terraform, this.session.terraform, this.session.environment.TF_CLI_CONFIG_FILE, installedProviders(data)];
    return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
  }
}
