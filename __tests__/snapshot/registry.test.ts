import { Instance, PackageSettings, Registry, SeccompProfile } from '../../constructs';
import { PlatformStack } from '../../stacks';
import { DockerTemplate, TestApp } from '../../testing';
import { renderSnapshot } from '../../testing/snapshot';

/** As it is inside of a JSON string; it has a snapshot of its own. */
const HARDENED = JSON.stringify(SeccompProfile.hardened().securityOptions[0]).slice(1, -1);

beforeEach(() => {
  // Each machine has others.
  jest.spyOn(PackageSettings, 'ofMachine').mockReturnValue(PackageSettings.none());
});

const INSTANCE = new Instance({ name: 'own', httpPort: 8081, httpsPort: 8444, projectDirectory: '/project' });

/** Platform with a registry. */
function template(): DockerTemplate {
  const registry = Registry.hosted({ address: '10.0.0.5' });
  return DockerTemplate.of(new PlatformStack(new TestApp(), 'own', { instance: INSTANCE, registry }));
}

test('a registry keeps its construct paths and Terraform addresses: another one replaces a running resource', () => {
  const own = template().resources.filter(({ path }) => path.startsWith('own/Registry'));

  expect(own.map(({ path, address }) => `${path} = ${address}`)).toMatchSnapshot();
});

test('its container has these arguments', () => {
  const { values } = template().containerAt('own/Registry/Container');

  expect(renderSnapshot({ values }).replaceAll(HARDENED, 'seccomp=<hardened>')).toMatchSnapshot();
});
