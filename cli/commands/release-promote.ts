import { AppEngineError } from '../../constructs/errors';
import type { Release } from '../../constructs/release/release';
import { ReleaseFile } from '../../constructs/release/release-file';
import { ReleasePlace } from '../../constructs/release/release-place';
import { copyAttestation, removeAttestations } from '../../operations/releases/attestation-files';
import { declaredRelease, readStack } from '../../operations/releases/declared-releases';
import { findReleases, readReleases, removeReleases, writeReleases } from '../../operations/releases/release-files';
import { checkSignature } from '../../operations/releases/release-signing';
import { appsOf } from '../../operations/releases/released-apps';
import { giveName, imageNameOf } from '../../operations/releases/released-image';
import { author } from '../../operations/releases/revision';
import { registryOf } from '../../operations/releases/declared-registry';
import { bringImage, checkAvailable, keepImage } from '../../operations/releases/kept-images';
import { readSbom } from '../../operations/sbom/sbom-files';
import { policiesOf } from '../../operations/vulnerabilities/policies';
import type { Session } from '../../operations/session';
import { useEngine } from '../bootstrap/engine';
import { synth } from '../deploy/synth';
import { renderPromoted } from '../render/releases';
import { openSession } from '../session';
import { row } from '../terminal/format';
import { withLine } from '../terminal/progress';
import { tellResult } from '../terminal/result';
import { ReleaseChecks } from './release-checks';

/** Makes the current release of an app that of an app of another tenant: the same image, byte for byte. Resolves to the exit code. */
export async function promoteRelease(fromText: string, toText: string, options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  const [from, to] = [ReleasePlace.parse(fromText), ReleasePlace.parse(toText)];
  if (from.toString() === to.toString()) {
    throw new AppEngineError(
      'ReleaseNameInvalid',
      `${JSON.stringify(toText)} must be a tenant and the name of a release, and another one than that it comes from; name the tenant that it goes to`,
    );
  }
  await useEngine();
  const { current } = readReleases(session.workspace, from);
  await checkAvailable(session, from, current);
  const progress = { toStandardError: options.json === true };
  const { policy, registry } = await withLine('Synth', progress, async () => {
    const { directory, stacks } = await synth(session, { makesRelease: true });
    const stack = stacks.find(({ name }) => name === to.tenant);
    const found = {
      policy: policiesOf(directory, stacks).get(to.tenant),
      registry: stack === undefined ? undefined : registryOf(readStack(directory, stack)),
    };
    return [found, row('Synth', `${String(stacks.length)} stacks`)];
  });
  const known = readSbom(session.workspace, from, current);
  const isListed = known !== undefined || policy !== undefined;
  const checks = await ReleaseChecks.prepare(session, to, { policy, isListed, ...(known === undefined ? {} : { known }) }, progress);
  const release = await withLine(to.toString(), progress, async (report) => {
    await bringImage(session, registry, from, current, (_place, address, pull) => {
      report(`pulling from ${address}`);
      return pull();
    });
    const gate = await checks.open(report);
    const made = await checks.tidied(async () => {
      const found = await checks.run(findReleases(session.workspace, to)?.next ?? 1, current.image, gate, report);
      const image = await keepImage(session, registry, to, current.image, report);
      report('reading the program');
      return promoted(session, from, to, { ...current, ...found, image });
    });
    return [made, row(to.toString(), `release ${String(made.number)}, of ${from.toString()} ${String(current.number)}`)];
  });
  tellResult(options, { from: from.toString(), to: to.toString(), file: to.file, release }, () => renderPromoted(from, to, release));
  return 0;
}

/** The program says with which configuration it would run: it is asked with the new release, and the file is as before where it refuses. */
async function promoted(session: Session, from: ReleasePlace, to: ReleasePlace, current: Release): Promise<Release> {
  const { workspace, environment } = session;
  const file = findReleases(workspace, to);
  const { promotedFrom: _origin, attestation: _signed, ...copied } = current;
  const number = file?.next ?? 1;
  const attestation = copyAttestation(workspace, { place: from, release: current }, { place: to, number });
  const release: Release = {
    ...copied,
    number,
    ...(await author(workspace.directory, environment)),
    promotedFrom: `${from.toString()} ${String(current.number)}`,
    ...(attestation === undefined ? {} : { attestation }),
    apps: {},
  };
  const write = (one: Release): void => {
    writeReleases(workspace, to, file?.with(one) ?? ReleaseFile.first(one));
  };
  const name = imageNameOf(session, to, release);
  write(release);
  try {
    const { directory, stacks } = await synth(session, { makesRelease: true });
    const { configuration } = declaredRelease(directory, stacks, to);
    checkSignature(session, to, release, configuration);
    const complete = { ...release, apps: appsOf(configuration, name) };
    await giveName(session, release.image.id, name);
    write(complete);
    removeAttestations(workspace, to, findReleases(workspace, to));
    return complete;
  } catch (error) {
    if (file === undefined) removeReleases(workspace, to);
    else writeReleases(workspace, to, file);
    removeAttestations(workspace, to, file);
    throw error;
  }
}
