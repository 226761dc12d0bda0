import { AppEngineError } from '../../constructs/errors';
import { readStack } from '../releases/declared-releases';
import { imageIdOf } from '../releases/released-image';
import type { Session } from '../session';
import type { DeclaredStack } from '../state/manifest';
import type { States } from '../state/states';

interface WithImages {
  readonly resource?: { readonly docker_image?: Readonly<Record<string, { readonly name?: string }>> };
}

/**
 * A preview changes nothing but itself: the platform that its branch declares has to be there already.
 * @param directory in which all stacks were synthesized
 * @param platforms stacks that the preview depends on
 * @throws AppEngineError PreviewPlatformMissing, PreviewPlatformDiffers
 */
export async function checkPlatform(
  session: Session,
  states: States,
  directory: string,
  platforms: readonly DeclaredStack[],
): Promise<void> {
  for (const stack of platforms) {
    const deploy = `deploy it from the branch that it is deployed from: npx appengine up --only ${stack.name}`;
    if (!states.stacks.includes(stack.name)) {
      throw new AppEngineError('PreviewPlatformMissing', `${stack.name} is not deployed, and previews are a part of it; ${deploy}`);
    }
    const { resource } = readStack(directory, stack) as WithImages;
    const names = Object.values(resource?.docker_image ?? {}).flatMap(({ name }) => name ?? []);
    const found = await Promise.all(names.map(async (name) => ((await imageIdOf(session, name)) === undefined ? [name] : [])));
    const missing = found.flat();
    if (missing.length === 0) continue;
    throw new AppEngineError(
      'PreviewPlatformDiffers',
      `${stack.name} of this branch is another one than what is deployed; rebase the branch, or ${deploy}. The engine lacks ${missing.join(', ')}`,
    );
  }
}
