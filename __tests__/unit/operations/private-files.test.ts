import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFile } from '../../../operations/state/state-file';
import { EMPTY_STATE } from '../../../operations/state/terraform-state';
import { closeTree } from '../../../operations/private-files';
import { replaceFile } from '../../../operations/process/replace-file';
import { readModes } from '../../fixture/modes';

describe('files that may hold a secret', () => {
  let scratch: string;
  let umask: number;

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'appengine-private-'));
    umask = process.umask(0);
  });

  afterEach(() => {
    process.umask(umask);
    rmSync(scratch, { recursive: true });
  });

  test('what is written here is of this user alone, whatever the umask is', async () => {
    await replaceFile(join(scratch, 'own', 'backend.json'), '{}');
    await new StateFile('acme', join(scratch, 'own', 'state', 'acme.tfstate')).write(EMPTY_STATE);
    expect(readModes(join(scratch, 'own'))).toEqual({ '': '700', 'backend.json': '600', state: '700', 'state/acme.tfstate': '600' });
  });

  test('what others have written becomes so, and nothing beside it does', () => {
    const [own, outside] = [join(scratch, 'own'), join(scratch, 'outside')];
    for (const directory of [own, join(own, 'state'), join(own, 'assets'), outside]) mkdirSync(directory);
    for (const file of ['own/state/acme.tfstate', 'own/provider', 'own/assets/main.js', 'outside/file'])
      writeFileSync(join(scratch, file), '');
    chmodSync(join(own, 'provider'), 0o755);
    symlinkSync(outside, join(own, 'link'));
    symlinkSync(join(scratch, 'nowhere'), join(own, 'broken'));
    closeTree(own);
    expect(readModes(own)).toEqual({
      '': '700',
      // Images are built of such files.
      assets: '700',
      'assets/main.js': '666',
      provider: '700',
      state: '700',
      'state/acme.tfstate': '600',
    });
    expect(statSync(join(outside, 'file')).mode & 0o777).toBe(0o666);
    expect(statSync(outside).mode & 0o777).toBe(0o777);
    closeTree(join(scratch, 'nowhere'));
  });
});
