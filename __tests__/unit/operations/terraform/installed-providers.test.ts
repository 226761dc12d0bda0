import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedProviders } from '../../../../operations/terraform/installed-providers';

describe('installed providers', () => {
  let directory: string;
  let data: string;
  let mirrored: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'providers-'));
    data = join(directory, '.terraform');
    mirrored = join(directory, 'mirror', 'linux_amd64');
    mkdirSync(mirrored, { recursive: true });
    writeFileSync(join(mirrored, 'terraform-provider-docker'), 'one');
    const version = join(data, 'providers', 'registry.example', 'kreuzwerker', 'docker', '4.6.0');
    mkdirSync(version, { recursive: true });
    symlinkSync(mirrored, join(version, 'linux_amd64'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test('one that is built again in the mirror is another one', () => {
    const before = installedProviders(data);
    expect(before).toHaveLength(1);
    writeFileSync(join(mirrored, 'terraform-provider-docker'), 'another');
    expect(installedProviders(data)).not.toEqual(before);
  });

  test('one whose mirror is gone is none', () => {
    rmSync(mirrored, { recursive: true });
    expect(installedProviders(data)).toEqual([]);
  });

  test('before the first init there are none', () => {
    expect(installedProviders(join(directory, 'nothing'))).toEqual([]);
  });
});
