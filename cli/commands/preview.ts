import { AppEngineError } from '../../constructs/errors';
import type { PreviewDescription, PreviewRequest } from '../../constructs/tenancy/preview';
import { authorOf, revisionOf } from '../../operations/events/author';
import {
  checkRoom,
  deployedPreviews,
  findPreviews,
  isOver,
  minuteOf,
  placeOf,
  type DeployedPreview,
} from '../../operations/previews/deployed-previews';
import { checkPlatform } from '../../operations/previews/platform-images';
import { git } from '../../operations/process/git';
import { readStack } from '../../operations/releases/declared-releases';
import type { Session } from '../../operations/session';
import { withDependencies } from '../../operations/state/manifest';
import type { StateStore } from '../../operations/state/state-store';
import { States } from '../../operations/state/states';
import { tenantStatuses } from '../../operations/status/tenants';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { synthPreviews } from '../deploy/synth';
import type { Synthesis } from '../deploy/synthesis';
import { removePreviews } from '../down/remove-undeclared';
import { lockOptions } from '../locks/lock-options';
import { withInstallation, withProject, type LockOptions } from '../locks/project-locks';
import { checkOwnership } from '../ownership/ownership';
import { renderPreviews, type ShownPreview } from '../render/previews';
import { openSession } from '../session';
import type { ProgressOptions } from '../terminal/progress';
import { tellResult } from '../terminal/result';
import { up } from './up';

/** Options of those that change previews. */
export interface PreviewOptions {
  readonly wait?: string;
  readonly json?: boolean;
}

/** Options of `appengine preview up`. */
export interface PreviewUpOptions extends PreviewOptions {
  readonly branch?: string;
  readonly types?: boolean;
}

/** Options of `appengine preview down`. */
export interface PreviewDownOptions extends PreviewOptions {
  /** True where one that is gone already is as good. */
  readonly ifExists?: boolean;
}

interface WithPreview {
  readonly output?: { readonly preview?: { readonly value: PreviewDescription } };
}

/** Deploys the previews of a branch, and removes those that are over; resolves to the exit code. */
export async function previewUp(tenant: string | undefined, { branch, ...options }: PreviewUpOptions): Promise<number> {
  const session = openSession();
  const request = await requestOf(session, branch, tenant);
  let wanted: readonly DeployedPreview[] = [];
  const exitCode = await up(options, {
    chosen: {
      command: 'preview up',
      synth: () => synthPreviews(session, request),
      names: (synthesis) => {
        wanted = declaredPreviews(synthesis, request);
        return wanted.map(({ stack }) => stack);
      },
      prepare: async ({ store, synthesis, lock }, states, progress) => {
        const names = wanted.map(({ stack }) => stack);
        const platforms = withDependencies(synthesis.stacks, names).filter(({ name }) => !names.includes(name));
        await checkPlatform(session, states, synthesis.directory, platforms);
        // One that is deployed again begins anew.
        const over = deployedPreviews(states).filter((one) => isOver(one, new Date(request.at)) && !names.includes(one.stack));
        const isRemoved = (stack: string): boolean => over.some((one) => one.stack === stack);
        for (const one of wanted) checkRoom(one, states, isRemoved);
        await removeOver(session, store, over, lock, progress);
      },
    },
    afterwards: () => Promise.resolve({ previews: wanted }),
  });
  if (exitCode === 0 && options.json !== true) process.stdout.write(wanted.map(describeEnd).join(''));
  return exitCode;
}

/** Shows all previews; resolves to the exit code. */
export async function listPreviews(options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();
  const states = await States.read(await openStore(session));
  const previews = deployedPreviews(states);
  const now = new Date();
  const statuses = await tenantStatuses(
    session,
    states,
    previews.map(({ stack }) => stack),
  );
  const shown = previews.map((preview): ShownPreview => {
    const apps = statuses.find(({ name }) => name === preview.stack)?.apps ?? [];
    return { ...preview, isOver: isOver(preview, now), urls: apps.flatMap(({ urls }) => urls) };
  });
  tellResult(options, { previews: shown }, () => renderPreviews(shown));
  return 0;
}

/** Removes a preview with its data, or those of a branch; resolves to the exit code. @throws AppEngineError PreviewUnknown */
export async function previewDown(name: string, { ifExists = false, ...options }: PreviewDownOptions): Promise<number> {
  return removing('preview down', options, (all) => {
    try {
      return findPreviews(all, name).map((one) => ({ ...one, because: 'removed' }));
    } catch (error) {
      if (ifExists && error instanceof AppEngineError && error.code === 'PreviewUnknown') return [];
      throw error;
    }
  });
}

/** Removes the previews that are over; resolves to the exit code. */
export async function prunePreviews(options: PreviewOptions): Promise<number> {
  const now = new Date();
  return removing('preview prune', options, (all) => all.filter((one) => isOver(one, now)).map(withEnd));
}

interface Removal extends DeployedPreview {
  readonly because: string;
}

async function removing(
  command: string,
  options: PreviewOptions,
  choose: (all: readonly DeployedPreview[]) => readonly Removal[],
): Promise<number> {
  const session = openSession();
  const lock = lockOptions(command, options);
  const progress = { toStandardError: options.json === true };
  return withProject(session, lock, [], async () => {
    await useEngine();
    const store = await openStore(session);
    const states = await States.read(store);
    const chosen = choose(deployedPreviews(states));
    await checkOwnership(session, { store, states });
    const shared = { ...lock, isShared: store.isShared };
    await withInstallation(
      session,
      shared,
      chosen.map(({ stack }) => stack),
      () => removePreviews(session, store, chosen, shared, progress),
    );
    const removed = chosen.map(placeOf);
    tellResult(options, { removed }, () => (removed.length === 0 ? 'There was nothing to remove.\n' : `Removed: ${removed.join(', ')}\n`));
    return 0;
  });
}

function removeOver(
  session: Session,
  store: StateStore,
  over: readonly DeployedPreview[],
  lock: LockOptions,
  progress: ProgressOptions,
): Promise<void> {
  return removePreviews(session, store, over.map(withEnd), lock, progress);
}

function withEnd(preview: DeployedPreview): Removal {
  return { ...preview, because: `over since ${minuteOf(preview.expires)}` };
}

/** @throws AppEngineError PreviewsNotAllowed */
function declaredPreviews({ directory, stacks }: Synthesis, { branch, at, tenant }: PreviewRequest): readonly DeployedPreview[] {
  const found = stacks.flatMap((stack) => {
    const { output } = readStack(directory, stack) as WithPreview;
    const preview = output?.preview?.value;
    // Others are of earlier runs. What Terraform would read is doubled in there.
    return preview?.deployed === at ? [{ ...preview, stack: stack.name, branch }] : [];
  });
  if (found.length > 0) return found;
  const subject =
    tenant === undefined ? 'no tenant allows previews' : `there is no tenant ${JSON.stringify(tenant)} with a file of its own`;
  throw new AppEngineError(
    'PreviewsNotAllowed',
    `${subject}; add \`previews: Previews.of()\` to the stack of a tenant that main.ts loads by loadTenants`,
  );
}

async function requestOf(session: Session, given: string | undefined, tenant: string | undefined): Promise<PreviewRequest> {
  const { workspace, environment } = session;
  const branch = given ?? (await git(workspace.directory, ['symbolic-ref', '--short', 'HEAD'], environment));
  if (branch === undefined || branch.trim() === '') {
    throw new AppEngineError('PreviewBranchUnknown', 'a preview is of a branch, and git names none here; give it a name: --branch NAME');
  }
  const [{ user, git: person }, revision] = await Promise.all([authorOf(session), revisionOf(session)]);
  return {
    branch,
    at: new Date().toISOString(),
    by: person ?? user,
    ...(revision === undefined ? {} : { revision }),
    ...(tenant === undefined ? {} : { tenant }),
  };
}

function describeEnd(preview: DeployedPreview): string {
  return `  Preview ${placeOf(preview)} of ${preview.branch} stays until ${minuteOf(preview.expires)}; remove it with: npx appengine preview down ${placeOf(preview)}\n`;
}
