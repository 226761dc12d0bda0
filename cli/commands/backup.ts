import { readFileSync } from 'node:fs';
import { AppEngineError } from '../../constructs/errors';
import { answered, askKeeper } from '../../operations/backups/ask-keeper';
import { backupStatuses } from '../../operations/backups/backup-status';
import type { BackupItem, BackupRecord, DrillRecord, FetchedBackups } from '../../operations/backups/keeper-answers';
import { keeperContainer, keeperContainers } from '../../operations/backups/keeper-container';
import { putKeyBack } from '../../operations/backups/put-key-back';
import { Restore, type RestorePoint } from '../../operations/backups/restore';
import { run, type Finished } from '../../operations/process/run';
import type { Session } from '../../operations/session';
import { States } from '../../operations/state/states';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { renderBackups } from '../render/backups';
import { lockOptions } from '../locks/lock-options';
import { withInstallation, withProject } from '../locks/project-locks';
import { openSession } from '../session';
import { confirm } from '../terminal/confirm';
import { formatBytes, row } from '../terminal/format';
import { showProgress, type Report } from '../terminal/progress';
import { tellResult } from '../terminal/result';
import { EXIT_UNHEALTHY } from './exit-codes';

interface JsonOption {
  readonly json?: boolean;
}

interface Asking extends JsonOption {
  readonly yes?: boolean;
}

export interface RestoreOptions extends Asking, RestorePoint {
  /** False where the service is to keep its data. */
  readonly switch?: boolean;
}

export interface KeyOptions extends Asking {
  /** File with a key that was printed before. @default the key is printed */
  readonly from?: string;
}

/** Shows the backups of all services and volumes, or of one; resolves to the exit code. */
export async function listBackups(place: string | undefined, options: JsonOption): Promise<number> {
  const { session, states } = await open();
  const all = await backupStatuses(session, states);
  const found = all.filter(({ tenant, name }) => place === undefined || place === tenant || place === `${tenant}/${name}`);
  if (place !== undefined && found.length === 0) await keeperContainer(session, states, place);
  tellResult(options, { backups: found }, () => renderBackups(found, place !== undefined));
  return found.every(({ problems }) => problems.length === 0) ? 0 : EXIT_UNHEALTHY;
}

/** Makes a backup now; resolves to the exit code. */
export async function runBackup(place: string, options: JsonOption): Promise<number> {
  const { session, container } = await openKeeper(place);
  const made = await following(options, place, 'backing up', async (report) =>
    answered(await askKeeper<BackupRecord>(session, container, 'run', report), `the backup of ${place}`),
  );
  tellResult(
    options,
    { backup: made },
    () =>
      `Made ${made.id}: ${contentOf(made.manifest ?? [])}, ${formatBytes(made.bytes ?? 0)}, of which ${formatBytes(made.stored ?? 0)} were new.\nNext: npx appengine backup drill ${place}\n`,
  );
  return 0;
}

/** Restores the last backup into a volume of its own, and compares it; resolves to the exit code. */
export async function drillBackup(place: string, options: JsonOption): Promise<number> {
  const { session, container } = await openKeeper(place);
  const drill = await following(options, place, 'restoring into a volume of its own', async (report) =>
    answered(await askKeeper<DrillRecord>(session, container, 'drill', report), `the drill of ${place}`),
  );
  tellResult(
    options,
    { drill },
    () =>
      `Restored ${drill.backup}: ${String(drill.items)} items with ${String(drill.count)} in all are what they were${drill.copy === undefined ? '' : `; so are those of ${drill.copy} from the target`}.\n`,
  );
  return 0;
}

/** Brings the backups back from their target, and puts those that are there aside; resolves to the exit code. */
export async function fetchBackups(place: string, options: Asking): Promise<number> {
  const { session, states, container } = await openKeeper(place);
  const found = (await backupStatuses(session, states)).find(({ tenant, name }) => `${tenant}/${name}` === place);
  const own = found?.backups.filter(({ outcome }) => outcome === 'succeeded').length ?? 0;
  await sure(options, 'backup fetch', `This puts ${String(own)} backups of ${place} aside, and those of the target in their place.`);
  const fetched = await following(options, place, 'fetching', async (report) =>
    answered(await askKeeper<FetchedBackups>(session, container, 'fetch', report), `the fetch of ${place}`),
  );
  tellResult(
    options,
    { fetched },
    () =>
      `Fetched ${String(fetched.backups)} backups of ${place}; the last one is ${fetched.last}. No others are made until it is restored.\nNext: npx appengine backup restore ${place}\n`,
  );
  return 0;
}

/** Restores a backup beside the data, and switches the service to it; resolves to the exit code. */
export async function restoreBackup(place: string, options: RestoreOptions): Promise<number> {
  const { session, container } = await openKeeper(place);
  if (options.switch !== false && options.yes !== true && !process.stdin.isTTY) {
    throw new AppEngineError(
      'ConfirmationMissing',
      '`backup restore` puts what was restored in the place of the data and there is no terminal to ask on; add --yes, or --no-switch to try it alone',
    );
  }
  const restore = await Restore.of(session, container, `the restore of ${place}`);
  const restored = await following(options, place, 'restoring beside the data', (report) => restore.prepare(options, report));
  const content = contentOf(restored.manifest ?? []);
  if (options.switch === false) {
    await restore.discard();
    tellResult(options, { restored, aside: null }, () => `Restored ${restored.backup} and removed it again: ${content}.\n`);
    return 0;
  }
  const question = `What was restored has ${content}. ${place} is stopped for a moment, and goes on with it; its data of now is put aside.`;
  if (options.yes !== true && !(await confirm(question))) {
    tellResult(options, { restored, aside: null }, () => 'Nothing was changed.\n');
    return 1;
  }
  const aside = await alone(session, place, () => following(options, place, 'switching', (report) => restore.switchOver(report)));
  tellResult(
    options,
    { restored, aside },
    () =>
      `${place} goes on with ${restored.backup}: ${content}.\nIts data of before is put aside. When you need it no more: npx appengine backup discard ${place}\n`,
  );
  return 0;
}

/** While no deploy changes the tenant: it would start a service that has to stand still. */
async function alone<T>(session: Session, place: string, work: () => Promise<T>): Promise<T> {
  const [tenant = ''] = place.split('/');
  const lock = lockOptions(`backup restore ${place}`, {});
  return withProject(session, lock, [tenant], async () => {
    const { isShared } = await openStore(session);
    return withInstallation(session, { ...lock, isShared }, [tenant], work);
  });
}

/** Removes what restores and fetches have put aside; resolves to the exit code. */
export async function discardRestored(place: string, options: Asking): Promise<number> {
  const { session, states, container } = await openKeeper(place);
  const found = (await backupStatuses(session, states)).find(({ tenant, name }) => `${tenant}/${name}` === place);
  const data = `data of ${place} from before ${String(found?.kept.length ?? 0)} restores`;
  const backups =
    found === undefined || found.keptBackups.length === 0
      ? ''
      : `, and its backups from before ${String(found.keptBackups.length)} fetches,`;
  await sure(options, 'backup discard', `This deletes ${data}${backups} for good.`);
  const restore = await Restore.of(session, container, `the clean-up of ${place}`);
  const gone = await restore.discard();
  tellResult(options, { discarded: gone }, () => (gone.length === 0 ? 'There was nothing.\n' : `Removed: ${gone.join(', ')}\n`));
  return 0;
}

/** Prints what the backups of a tenant are encrypted by, or puts it back; resolves to the exit code. */
export async function backupKey(tenant: string, options: KeyOptions): Promise<number> {
  const { session, states } = await open();
  const [name] = Object.keys(states.backups(tenant));
  const container = name === undefined ? undefined : (await keeperContainers(session)).get(`${tenant}/${name}`);
  if (container === undefined) await keeperContainer(session, states, `${tenant}/${name ?? ''}`);
  if (options.from !== undefined) return putBack(session, tenant, options.from, options);
  await sure(options, 'backup key', `This prints the key of all backups of ${tenant}: whoever has it can read them.`);
  const { exitCode, stdout, stderr } = await printed(session, container ?? '');
  if (exitCode !== 0) throw new AppEngineError('BackupFailed', `the key of ${tenant} failed: ${stderr.trim()}`);
  tellResult(options, { tenant, key: stdout.trim() }, () => stdout);
  return 0;
}

async function putBack(session: Session, tenant: string, file: string, options: Asking): Promise<number> {
  await sure(
    options,
    'backup key',
    `This makes ${file} the key of all backups of ${tenant}: those that were made with the one of now cannot be read then.`,
  );
  await putKeyBack(session, tenant, keyIn(file));
  tellResult(
    options,
    { tenant, putBack: true },
    () => `The backups of ${tenant} have the key of ${file}.\nNext: npx appengine backup list ${tenant}\n`,
  );
  return 0;
}

/** @throws AppEngineError BackupKeyInvalid */
function keyIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new AppEngineError(
      'BackupKeyInvalid',
      `${file} with a backup key cannot be read (${code}); write the key into it, with mode 0600`,
    );
  }
}

async function printed(session: Session, container: string): Promise<Finished> {
  return run('docker', ['exec', container, 'agent', 'backup', 'key'], { environment: session.environment });
}

/** @throws AppEngineError ConfirmationMissing */
async function sure({ yes }: Asking, command: string, question: string): Promise<void> {
  if (yes === true) return;
  if (!process.stdin.isTTY) {
    throw new AppEngineError(
      'ConfirmationMissing',
      `\`${command}\` asks first and there is no terminal to ask on; add --yes to go on without a question`,
    );
  }
  if (!(await confirm(question))) throw new AppEngineError('ConfirmationMissing', `\`${command}\` was not confirmed; nothing was done`);
}

async function open(): Promise<{ session: Session; states: States }> {
  const session = openSession();
  await useEngine();
  return { session, states: await States.read(await openStore(session)) };
}

async function openKeeper(place: string): Promise<{ session: Session; states: States; container: string }> {
  const { session, states } = await open();
  return { session, states, container: (await keeperContainer(session, states, place)).container };
}

/** One line of progress while something goes on in a container. */
async function following<T>({ json }: JsonOption, subject: string, activity: string, job: (report: Report) => Promise<T>): Promise<T> {
  let result: T | undefined;
  await showProgress(
    [
      {
        subject,
        run: async (report) => {
          report(activity);
          result = await job(report);
          return row(subject, `${activity}: done`);
        },
      },
    ],
    { toStandardError: json === true },
  );
  return result as T;
}

/** Such as `2 items with 1200 in all`. */
function contentOf(items: readonly BackupItem[]): string {
  const sum = items.reduce((total, { count }) => total + Math.max(0, count), 0);
  return `${String(items.length)} items with ${String(sum)} in all`;
}
