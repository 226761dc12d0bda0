import { mkdirSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance } from '../constructs/host/instance';
import { RootImage } from '../constructs/image/root-image';
import { packageRoot } from '../constructs/package-root';
import { buildProbes, CHECKSUMS, checksumsOf, readChecksums } from './probe-binaries/binaries';

const output = join(packageRoot(), 'dist', 'probe');

/** Compiles the health probe for `npm run build`. `--update` writes the checksums that another source or compiler gives. */
async function main(): Promise<void> {
  mkdirSync(output, { recursive: true });
  await buildProbes(output);
  const expected = readChecksums();
  const sha256 = checksumsOf(output);
  if (process.argv.includes('--update')) writeFileSync(CHECKSUMS, `${JSON.stringify({ ...expected, sha256 }, undefined, 2)}\n`);
  else if (JSON.stringify(sha256) !== JSON.stringify(expected.sha256)) {
    throw new Error(
      `the probes in ${output} are not those of ${CHECKSUMS}; after a change of tools/probe run: npx tsx tools/build-probe.ts --update`,
    );
  }
  copyFileSync(join(packageRoot(), 'images', 'probe', 'Dockerfile'), join(output, 'Dockerfile'));
  // What they are made of: `appengine bootstrap` takes them instead of compiling, as long as that is the same. Beside the image's context, not in it.
  writeFileSync(join(packageRoot(), 'dist', 'probe-recipe'), RootImage.probe(Instance.fromEnvironment({})).recipe);
}

void main();
