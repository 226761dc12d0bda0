import { homedir } from 'node:os';
import { PackageSettings, SeccompProfile } from '../../constructs';
import { packageRoot } from '../../constructs/package-root';
import { DockerTemplate } from '../../testing';
import { EXAMPLES } from '../fixture/examples';

/** As it is inside of a JSON string; it has a snapshot of its own. */
const HARDENED = JSON.stringify(SeccompProfile.hardened().securityOptions[0]).slice(1, -1);

beforeEach(() => {
  // Each machine has others.
  jest.spyOn(PackageSettings, 'ofMachine').mockReturnValue(PackageSettings.none());
});

describe.each(Object.entries(EXAMPLES))('%s', (_, stack) => {
  test('synthesizes to this configuration', () => {
    const text = DockerTemplate.of(stack()).toSnapshot();

    expect(text.replaceAll(HARDENED, 'seccomp=<hardened>')).toMatchSnapshot();
  });

  test('keeps its construct paths and Terraform addresses: another one replaces a running resource', () => {
    const { resources } = DockerTemplate.of(stack());

    expect(resources.map(({ path, address }) => `${path} = ${address}`)).toMatchSnapshot();
  });

  test('names no path of this machine', () => {
    const text = DockerTemplate.of(stack()).toSnapshot();

    expect(text).not.toContain(packageRoot());
    expect(text).not.toContain(homedir());
  });

  test('is the same when it is synthesized again', () => {
    const again = stack();

    expect(DockerTemplate.of(again).toSnapshot()).toBe(DockerTemplate.of(stack()).toSnapshot());
    expect(DockerTemplate.of(again).toSnapshot()).toBe(DockerTemplate.of(again).toSnapshot());
  });
});
