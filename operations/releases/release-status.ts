import type { Release } from '../../constructs/release/release';
import type { ReleaseFile } from '../../constructs/release/release-file';
import type { ReleasePlace } from '../../constructs/release/release-place';
import { ownedBy } from '../engine/labels';
import { unlessMissing } from '../engine/status-code';
import { harmless, shortened } from '../process/harmless';
import type { Session } from '../session';
import { keysOfProject, signatureOf, type ReleaseSignature } from './release-signature';
import { imageIdOf, imageNameOf } from './released-image';

/** Whereabouts of a release's image. */
export type ImageState = 'changed' | 'kept' | 'missing' | 'registry';

/** A release, and what became of it on the engine. */
export interface ReleaseStatus {
  readonly release: Release;
  /** A deploy runs it. */
  readonly isCurrent: boolean;
  readonly image: ImageState;
  /** Part of the requests that it is tried on, in percent; undefined where it is not. */
  readonly canary: number | undefined;
  /** Containers that run it. */
  readonly running: readonly string[];
  /** The latest deploy of it that failed, while its container is kept; undefined where none did. */
  readonly failure: ReleaseFailure | undefined;
  /** Undefined where it has none. */
  readonly signature: ReleaseSignature | undefined;
}

/** Outcome of a deploy that failed. */
export interface ReleaseFailure {
  /** That is kept for a look. */
  readonly container: string;
  readonly reason: string;
}

/** A container of the tenant. */
interface TenantContainer {
  readonly id: string;
  readonly name: string;
  readonly app: string;
  readonly image: string;
  readonly isRunning: boolean;
}

const FAILED = '-failed';

/**
 * Releases in the order of their file. What the engine has decides, and no record: a deploy may be given from anywhere, and the same file may be deployed by several
 * installations.
 */
export async function releaseStatuses(session: Session, place: ReleasePlace, file: ReleaseFile): Promise<readonly ReleaseStatus[]> {
  const containers = await containersOf(session, place);
  const keys = keysOfProject(session.workspace);
  return Promise.all(
    file.releases.map(async (release) => {
      // An app that has the same image without a release is none of this one's.
      const own = containers.filter(({ app, image }) => image === release.image.id && Object.hasOwn(release.apps, app));
      const failed = own.find(({ name }) => name.endsWith(FAILED));
      return {
        release,
        isCurrent: release.number === file.current.number,
        canary: file.canary?.release === release ? file.canary.percent : undefined,
        image: await stateOf(session, place, release),
        running: own.filter(({ name, isRunning }) => isRunning && !name.endsWith(FAILED)).map(({ name }) => name),
        signature: signatureOf(session.workspace, place, release, keys),
        failure: failed === undefined ? undefined : { container: failed.name, reason: await reasonOf(session, failed) },
      };
    }),
  );
}

async function stateOf(session: Session, place: ReleasePlace, release: Release): Promise<ImageState> {
  const id = await imageIdOf(session, imageNameOf(session, place, release));
  if (id === undefined) return release.image.reference === undefined ? 'missing' : 'registry';
  return id === release.image.id ? 'kept' : 'changed';
}

async function containersOf(session: Session, { tenant }: ReleasePlace): Promise<readonly TenantContainer[]> {
  const { label } = ownedBy(session.instance);
  const all = await session.engine().listContainers({ all: true, filters: { label: [...label, `appengine.tenant=${tenant}`] } });
  return all
    .map(({ Id, Names: [name = ''], Labels, ImageID, State }) => ({
      id: Id,
      name: name.slice(1),
      app: Labels['appengine.app'] ?? '',
      image: ImageID,
      isRunning: State === 'running',
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** An end of a container, as far as it is read. Before the first check the engine sends no list of them. */
interface End {
  readonly ExitCode: number;
  readonly Error: string;
  readonly Health?: { readonly Log?: readonly { readonly Output: string }[] | null } | undefined;
}

/** Last words of its health check, or else how it ended. */
async function reasonOf(session: Session, { id }: TenantContainer): Promise<string> {
  const end = await unlessMissing(
    async (): Promise<End | undefined> => (await session.engine().getContainer(id).inspect()).State,
    undefined,
  );
  if (end === undefined) return 'it was removed meanwhile';
  const checked = end.Health?.Log?.at(-1)?.Output.trim() ?? '';
  const reason = checked.split('\n').at(-1) ?? '';
  return shortened(harmless(reason || end.Error || `ended with exit code ${String(end.ExitCode)}`));
}
