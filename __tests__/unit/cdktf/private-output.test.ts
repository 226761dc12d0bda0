import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateBackend } from '../../../constructs';
import { App } from '../../../constructs/cdktf/framework';
import { HardenedStack } from '../../../stacks';
import { readModes } from '../../fixture/modes';

describe('a synth', () => {
  const former = process.cwd();
  let project: string;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'appengine-private-'));
    process.chdir(project);
  });

  afterEach(() => {
    process.chdir(former);
    rmSync(project, { recursive: true });
  });

  function synth(...backend: readonly StateBackend[]): Readonly<Record<string, string>> {
    const app = new App({ outdir: join(project, 'cdktf.out') });
    new HardenedStack(app, 'web', backend[0] === undefined ? {} : { backend: backend[0] });
    app.synth();
    return readModes(project);
  }

  test('is for its user alone, whichever program applies it', () => {
    expect(synth()).toMatchObject({ 'cdktf.out/stacks': '700', 'cdktf.out/stacks/web': '700', 'cdktf.out/stacks/web/cdk.tf.json': '600' });
  });

  test('makes the directory of a local state, whose file would have the modes of the umask', () => {
    expect(synth(StateBackend.local())).toMatchObject({ '.appengine': '700', '.appengine/web': '700', '.appengine/web/state': '700' });
  });
});
