import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { describeStateLock, isStateLock, parseStateLock, type StateLock } from '../terraform/state-lock';
import { replaceFile } from '../process/replace-file';
import { lastLines, run, type Finished } from '../process/run';
import type { Session } from '../session';
import { configOf, describePlace, type DeclaredBackend } from './backend';
import type { OpenedState, StackState } from './stack-state';
import { EMPTY_STATE, hasDeployed, isState, successorOf, type TerraformState } from './terraform-state';

/**
 * A state that Terraform reads and writes, because it alone knows how. It does so in a directory of its own, which has nothing but the backend: no
 * provider is installed there, and nothing that is being applied is disturbed.
 */
export class RemoteState implements StackState {
  readonly place: string;
  private readonly directory: string;

  constructor(
    private readonly session: Session,
    private readonly stack: string,
    private readonly backend: DeclaredBackend,
  ) {
    this.place = describePlace(backend, session.instance, stack);
    this.directory = join(session.instance.directory, 'states', stack);
  }

  async open(...others: readonly string[]): Promise<OpenedState> {
    const { exitCode, stdout, stderr } = await this.run(['state', 'pull']);
    if (exitCode !== 0) throw this.unreachable('read', stderr || stdout);
    // Complaints about the CLI configuration come before the document. Some backends tell of an empty state where there is none.
    const start = stdout.indexOf('{');
    const stored = start === -1 ? EMPTY_STATE : { ...EMPTY_STATE, ...(JSON.parse(stdout.slice(start)) as Partial<TerraformState>) };
    const exists = (stored.lineage ?? '') !== '';
    // What an apply could not write belongs to the same history, or to none.
    const newer = others
      .flatMap(readState)
      .filter(({ lineage, serial }) => serial > stored.serial && (!exists || lineage === stored.lineage))
      .sort((a, b) => b.serial - a.serial)[0];
    return { state: newer ?? (exists ? stored : EMPTY_STATE), isStored: newer === undefined && exists, problem: undefined };
  }

  async write(state: TerraformState): Promise<TerraformState> {
    const written = successorOf(state);
    // A state is confidential: no other user can read the file, and it is gone at once.
    const directory = await mkdtemp(join(tmpdir(), 'appengine-state-'));
    try {
      const file = join(directory, 'state.json');
      await writeFile(file, JSON.stringify(written), { mode: 0o600 });
      const { exitCode, stdout, stderr } = await this.run(['state', 'push', '-lock-timeout=60s', file]);
      if (exitCode === 0) return written;
      const reason = describeStateLock(stderr, this.stack) ?? lastLines(stderr || stdout, 20);
      throw new AppEngineError('StateNotWritten', `the state of ${this.stack} cannot be written to ${this.place}: ${reason}`);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  describe(what: string): string {
    return `the state of ${this.stack} cannot be used: ${this.place} ${what}. Bring it back with: npx appengine state repair ${this.stack}`;
  }

  /** The backend keeps an empty one, which counts as none. */
  async remove(): Promise<void> {
    const { state } = await this.open();
    if (hasDeployed(state)) await this.write({ ...state, resources: [], outputs: {} });
  }

  async lock(): Promise<StateLock | undefined> {
    await this.open();
    // It takes the lock, and changes nothing. Whether it finds what it is asked for is not the question.
    const { stderr } = await this.run(['state', 'rm', '-dry-run', '-lock-timeout=0s', 'terraform_data.none']);
    return isStateLock(stderr) ? parseStateLock(stderr) : undefined;
  }

  async unlock(id: string): Promise<void> {
    const { exitCode, stdout, stderr } = await this.run(['force-unlock', '-force', id]);
    if (exitCode === 0) return;
    throw new AppEngineError(
      'StateNotUnlocked',
      `the lock ${id} of ${this.stack} in ${this.place} stays; mend what Terraform says, and unlock again:\n${lastLines(stderr || stdout, 20)}`,
    );
  }

  private async run(command: readonly string[]): Promise<Finished> {
    await this.prepare();
    // Without it messages come in boxes.
    return run(this.session.terraform, [...command, '-no-color'], { cwd: this.directory, environment: this.session.environment });
  }

  private async prepare(): Promise<void> {
    const file = join(this.directory, 'cdk.tf.json');
    const { type } = this.backend;
    const text = JSON.stringify({ terraform: { backend: { [type]: configOf(this.backend, this.session.instance, this.stack) } } });
    const isSame = existsSync(file) && readFileSync(file, 'utf8') === text;
    if (isSame && this.isInitialised) return;
    await rm(join(this.directory, '.terraform'), { recursive: true, force: true });
    await replaceFile(file, text);
    // An `init` wants every provider that the state knows, which nothing here needs: it prepares the backend first, and finds none after that.
    const configuration = join(this.directory, 'no-providers.tfrc');
    await replaceFile(
      configuration,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(this.directory)}\n  }\n}\n`,
    );
    const { stdout, stderr } = await run(this.session.terraform, ['init', '-input=false', '-no-color', '-reconfigure'], {
      cwd: this.directory,
      environment: { ...this.session.environment, TF_CLI_CONFIG_FILE: configuration },
    });
    if (!this.isInitialised) throw this.unreachable('reached', stderr || stdout);
  }

  private get isInitialised(): boolean {
    return existsSync(join(this.directory, '.terraform', 'terraform.tfstate'));
  }

  private unreachable(what: string, reason: string): AppEngineError {
    return new AppEngineError(
      'StateUnreachable',
      `the state of ${this.stack} in ${this.place} cannot be ${what}; its server has to answer, and the variables with its credentials have to be set:\n${lastLines(reason, 20)}`,
    );
  }
}

function readState(file: string): readonly TerraformState[] {
  if (!existsSync(file)) return [];
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isState(state) ? [state] : [];
  } catch {
    return [];
  }
}
