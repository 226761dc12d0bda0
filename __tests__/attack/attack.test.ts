import type { Arena } from './duel';
import { Field } from './field';
import { Results } from './results';
import { attackEngine } from './themes/engine';
import { attackEvidence } from './themes/evidence';
import { attackFiles } from './themes/files';
import { attackImages } from './themes/images';
import { attackKernel } from './themes/kernel';
import { attackNetworks } from './themes/networks';
import { attackPrivileges } from './themes/privileges';
import { attackResources } from './themes/resources';

const isRoot = process.getuid?.() === 0;

/** Every attack succeeds on the plain side, and is stopped on ours. Both sides are prepared once. */
(isRoot ? describe : describe.skip)(isRoot ? 'attacks' : 'attacks (skipped: only root may start engines of its own)', () => {
  const results = new Results();
  const field = new Field();
  const arena: Arena = { results, field };

  beforeAll(() => field.prepare());

  afterAll(async () => {
    await field.remove();
    results.addRecorded();
    process.stdout.write(`${results.render()}\n`);
    // A run of some attacks says nothing about the others.
    if (results.missing.length === 0) await results.write();
  });

  attackImages(arena);
  attackNetworks(arena);
  attackEvidence(arena);
  attackResources(arena);
  attackFiles(arena);
  attackKernel(arena);
  attackPrivileges(arena);
  attackEngine(arena);
});
