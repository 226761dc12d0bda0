import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import type { ITerraformDependable } from '../cdktf/framework';
import { Owner } from '../owner/owner';
import type { User } from './user';
import type { IVolume } from './volume-reference';
import type { WritablePath } from './writable-path';

/** A container that writes a volume. */
interface Writer {
  readonly path: string;
  readonly dependable: ITerraformDependable;
  readonly ends: boolean;
  readonly isExclusive: boolean;
  readonly user: User;
}

/** A container that writes volumes. */
export interface WriterProps {
  readonly writable: readonly WritablePath[];
  readonly user: User;
  /** True if it runs to its end, as a job does. */
  readonly ends: boolean;
  /** Exists when it has started, or ended. */
  readonly dependable: ITerraformDependable;
  readonly after: readonly ITerraformDependable[];
  /** Others beside which it writes what they write, with a reason of its own. */
  readonly beside: readonly ITerraformDependable[];
}

/** Of an app, by engine and name: two references can be one volume. */
const writersOf = new WeakMap<IConstruct, Map<string, readonly Writer[]>>();
/** All that has to exist before a container, also by way of others. */
const before = new WeakMap<ITerraformDependable, ReadonlySet<ITerraformDependable>>();

/**
 * One writer of a data volume at any moment: a job may write what another container writes if that comes after it, and a command of a backup what its app does.
 * @throws AppEngineError VolumeWritten, VolumeUsersDiffer
 */
export function claimVolumes(scope: IConstruct, props: WriterProps): void {
  const earlier = new Set(props.after.flatMap((dependable) => [dependable, ...(before.get(dependable) ?? [])]));
  before.set(props.dependable, earlier);
  const taken = writersOf.get(scope.node.root) ?? new Map<string, readonly Writer[]>();
  writersOf.set(scope.node.root, taken);
  for (const { volume, isExclusive } of props.writable) {
    if (volume?.content.precious !== true) continue;
    const key = `${Owner.of(scope).host.url} ${volume.volumeName}`;
    const writers = taken.get(key) ?? [];
    for (const other of writers) {
      const isInTurn = other.ends && earlier.has(other.dependable);
      if (isInTurn) continue;
      const isBeside = !isExclusive && props.beside.includes(other.dependable);
      if ((isExclusive || other.isExclusive) && !isBeside) throw isWritten(scope, volume, other);
      if (props.user.uid !== other.user.uid) throw differ(scope, volume, props.user, other);
    }
    taken.set(key, [...writers, { ...props, path: scope.node.path, isExclusive }]);
  }
}

function isWritten(scope: IConstruct, volume: IVolume, other: Writer): AppEngineError {
  return new AppEngineError(
    'VolumeWritten',
    `data volume ${JSON.stringify(volume.volumeName)} is already written by ${other.path}, and has one writer at any moment; give each a volume of its own, name a job in \`after\`, or use WritablePath.sharedVolume(path, volume, reason) in both`,
    scope,
  );
}

function differ(scope: IConstruct, volume: IVolume, user: User, other: Writer): AppEngineError {
  return new AppEngineError(
    'VolumeUsersDiffer',
    `data volume ${JSON.stringify(volume.volumeName)} is written as user ${String(user.uid ?? 'of the image')} here and as ${String(other.user.uid ?? 'of the image')} by ${other.path}, and belongs to one; give both the same \`const user = User.of(…)\``,
    scope,
  );
}
