import { AppEngineError } from '../../constructs/errors';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { States } from '../../operations/state/states';
import { colors } from '../terminal/colors';
import { confirm } from '../terminal/confirm';
import { formatBytes, formatDuration } from '../terminal/format';
import { renderTable } from '../terminal/table';
import { findDataVolumes, removeVolume, volumeSizes, type DataVolume } from '../../operations/volumes/data-volumes';
import { tellResult } from '../terminal/result';
import { openSession } from '../session';

interface Measured extends DataVolume {
  /** Undefined where the engine cannot measure it. */
  readonly bytes: number | undefined;
}

/** Shows the data volumes of the instance; resolves to the exit code. */
export async function volumes(options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();
  const found = await findDataVolumes(session, await States.read(await openStore(session)));
  const sizes = await volumeSizes(session.engine());
  const measured = found.map((volume): Measured => ({ ...volume, bytes: sizes.get(volume.name) }));
  tellResult(options, { volumes: measured.map(toDocument) }, () => render(measured));
  return 0;
}

/** Removes data volumes that nothing mounts and nothing declares; resolves to the exit code. */
export async function removeVolumes(
  names: readonly string[],
  options: { readonly yes?: boolean; readonly json?: boolean },
): Promise<number> {
  const session = openSession();
  await useEngine();
  const known = await findDataVolumes(session, await States.read(await openStore(session)));
  const targets = [...new Set(names)].map((name) => removable(name, known));
  if (options.yes !== true) {
    if (!process.stdin.isTTY) {
      throw new AppEngineError(
        'ConfirmationMissing',
        '`volumes remove` deletes users’ data and there is no terminal to ask on; add --yes to go on without a question',
      );
    }
    if (!(await confirm(`This deletes ${String(targets.length)} data volumes for good: ${targets.join(', ')}.`))) {
      tellResult(options, { removed: [] }, () => 'Nothing was removed.\n');
      return 1;
    }
  }
  for (const name of targets) await removeVolume(session.engine(), name);
  tellResult(options, { removed: targets }, () => `Removed: ${targets.join(', ')}\n`);
  return 0;
}

/** @throws AppEngineError VolumeUnknown, VolumeInUse, VolumeDeclared */
function removable(name: string, known: readonly DataVolume[]): string {
  const volume = known.find((candidate) => candidate.name === name);
  if (volume === undefined) {
    const names = known.map((candidate) => candidate.name).join(', ') || '(none)';
    throw new AppEngineError(
      'VolumeUnknown',
      `${JSON.stringify(name)} is no data volume of this instance; name one of those that it has: ${names}`,
    );
  }
  if (volume.usedBy.length > 0) {
    throw new AppEngineError('VolumeInUse', `${name} is mounted by ${volume.usedBy.join(', ')}; take it out of the code and deploy first`);
  }
  if (volume.declared) {
    throw new AppEngineError('VolumeDeclared', `${name} is declared by ${volume.stack}; take it out of the code and deploy first`);
  }
  return name;
}

function toDocument({ name, stack, usedBy, declared, bytes, createdAt }: Measured): object {
  return { name, stack, usedBy, declared, bytes: bytes ?? null, createdAt: createdAt?.toISOString() ?? null };
}

function render(found: readonly Measured[]): string {
  if (found.length === 0) return 'There are no data volumes.\n';
  const rows = found.map(({ name, stack, usedBy, declared, bytes, createdAt }) => [
    stack,
    name,
    usedBy.join('\n') || '—',
    bytes === undefined ? '—' : formatBytes(bytes),
    createdAt === undefined ? '—' : formatDuration(Date.now() - createdAt.getTime()),
    declared ? 'declared' : colors.yellow('kept: no longer declared'),
  ]);
  return `${renderTable(rows, ['TENANT', 'VOLUME', 'USED BY', 'SIZE', 'AGE', 'STATE'])}\n`;
}
