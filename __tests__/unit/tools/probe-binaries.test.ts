import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProbes, checksumsOf, readChecksums } from '../../../tools/probe-binaries/binaries';

const { status } = spawnSync('go', ['version'], { env: { ...process.env, GOTOOLCHAIN: readChecksums().go } });

// A machine without that compiler cannot tell; the one that publishes has it.
(status === 0 ? test : test.skip)(
  'whoever compiles the probe gets the binaries of the checksums',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'probes-'));
    await buildProbes(directory);
    const built = checksumsOf(directory);
    rmSync(directory, { recursive: true });

    expect(built).toEqual(readChecksums().sha256);
  },
  300_000,
);
