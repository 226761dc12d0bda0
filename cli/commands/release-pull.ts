import { ReleasePlace } from '../../constructs/release/release-place';
import { registryOf } from '../../operations/releases/declared-registry';
import { bringImage } from '../../operations/releases/kept-images';
import { declaredRelease } from '../../operations/releases/declared-releases';
import { readReleases } from '../../operations/releases/release-files';
import { imageNameOf } from '../../operations/releases/released-image';
import { useEngine } from '../bootstrap/engine';
import { synth } from '../deploy/synth';
import { pullingWith } from '../render/pulling';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';

/** Gets the images of an app that a deploy runs from the registry, where the engine has not got them; resolves to the exit code. */
export async function pullRelease(text: string, options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  const place = ReleasePlace.parse(text);
  await useEngine();
  const { current, canary } = readReleases(session.workspace, place);
  const { directory, stacks } = await synth(session, { makesRelease: true });
  const registry = registryOf(declaredRelease(directory, stacks, place).configuration);
  const deployed = [current, ...(canary === undefined ? [] : [canary.release])];
  for (const release of deployed)
    await bringImage(session, registry, place, release, pullingWith({ toStandardError: options.json === true }));
  const images = deployed.map((release) => ({
    release: release.number,
    image: imageNameOf(session, place, release),
    id: release.image.id,
  }));
  tellResult(options, { place: place.toString(), images }, () =>
    images.map(({ release, image }) => `Release ${String(release)} is on the engine: ${image}\n`).join(''),
  );
  return 0;
}
