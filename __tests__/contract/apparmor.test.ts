import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../cli/process/find-program';
import { AppArmorProfile, HardenedContainer, Size, WritablePath, appArmorProfilesBelow } from '../../constructs';
import { DockerTemplate } from '../../testing';
import { EXAMPLES } from '../fixture/examples';
import { REQUIRED_PROPS, everyProp } from '../fixture/every-prop';
import { tenant } from '../fixture/tenant';

const OUTPUT = { encoding: 'utf8' } as const;
const PARSER = findProgram('apparmor_parser');

/** In CI it runs and fails instead of being skipped: `npm test` installs the parser. */
const isSkipped = PARSER === undefined && process.env.CI === undefined;

/** What the parser says of profiles, each in a file of its own, without loading them or reading its cache: nothing if it takes them. */
function complaints(...texts: readonly string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'apparmor-'));
  const files = texts.map((text, index) => {
    const file = join(directory, String(index));
    writeFileSync(file, text);
    return file;
  });
  const { status, error, stderr } = spawnSync(PARSER ?? 'apparmor_parser', ['--skip-kernel-load', '--skip-cache', ...files], OUTPUT);
  rmSync(directory, { recursive: true });
  if (error !== undefined) return error.message;
  // A kernel without AppArmor has no cache either, of which the parser always tells.
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Cache read/write disabled'));
  return [...(status === 0 ? [] : [`exit code ${String(status)}`]), ...lines].join('\n');
}

(isSkipped ? describe.skip : describe)(isSkipped ? 'apparmor_parser (skipped: it is not installed)' : 'apparmor_parser', () => {
  test.each(Object.entries(EXAMPLES))('takes every profile of our %s', (_, make) => {
    const stack = make();
    DockerTemplate.of(stack);
    const profiles = appArmorProfilesBelow(stack);

    expect(profiles.length).toBeGreaterThan(0);
    expect(complaints(...profiles.map((profile) => profile.render()))).toBe('');
  });

  test('takes the profile of a container with any one prop', () => {
    const profiles = Object.keys(everyProp(tenant())).map((prop) => {
      const stack = tenant();
      // What writes a volume after another container has to name it, a port needs a network, and variables from files need a command.
      const names = [prop, 'after', ...(prop === 'publish' ? ['networks'] : []), ...(prop === 'environmentFiles' ? ['command'] : [])];
      const changed = Object.fromEntries(Object.entries(everyProp(stack)).filter(([name]) => names.includes(name)));
      return new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, ...changed }).appArmor;
    });

    expect(complaints(...profiles.map((profile) => profile.render()))).toBe('');
  });

  test('takes that of a container with every prop at once', () => {
    const stack = tenant();

    expect(complaints(new HardenedContainer(stack, 'App', everyProp(stack)).appArmor.render())).toBe('');
  });

  test('takes any path that can be declared', () => {
    const paths = fc.sample(fc.stringMatching(/^(\/[^\s:,/\0]{1,12}){1,4}$/), { numRuns: 100, seed: 4 });
    const profiles = paths.map((path, index) => {
      const declared = {
        writable: [path],
        executable: index % 3 === 0 ? [path] : [],
        files: [`${path}/my files\n}`],
        isRootWritable: index % 2 === 0,
      };
      return new AppArmorProfile({ name: `test-${String(index)}`, ...declared, capabilities: [], isNetworked: true, hasNetlink: false });
    });

    expect(complaints(...profiles.map((profile) => profile.render()))).toBe('');
  });

  test('takes programs in memory, also below what cannot be run', () => {
    const memory = (path: string): WritablePath => WritablePath.executableTmpfs(path, Size.mebibytes(1), 'because of a test');
    const profiles = ['/tmp', '/tmp/native', '/native'].map((path) => {
      return new HardenedContainer(tenant(), 'App', { ...REQUIRED_PROPS, writable: [memory(path)] }).appArmor;
    });

    expect(complaints(...profiles.map((profile) => profile.render()))).toBe('');
  });

  test('would have complained', () => {
    expect(complaints('profile x {\n  network nowhere,\n}\n')).toMatch(/^exit code 1\n/);
    expect(complaints('profile x {\n  capability everything,\n}\n')).toMatch(/^exit code 1\n/);
  });
});
