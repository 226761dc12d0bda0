import { Instance, Memory, Registry } from '../../../constructs';
import { PlatformStack } from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';

const INSTANCE = new Instance({ name: 'own', httpPort: 8081, httpsPort: 8444, projectDirectory: '/project' });
const platform = (registry?: Registry): DockerTemplate =>
  DockerTemplate.of(new PlatformStack(new TestApp(), 'own', { instance: INSTANCE, ...(registry === undefined ? {} : { registry }) }));
const CONTAINER = 'own/Registry/Container';

describe('a hosted registry', () => {
  const template = platform(Registry.hosted({ address: '10.0.0.5', port: 5001, memory: Memory.mebibytes(300) }));

  test('is published on its address alone', () => {
    template.containerAt(CONTAINER).has({ ports: [{ ip: '10.0.0.5', external: 5001, internal: 5000, protocol: 'tcp' }], memory: 300 });
    expect(template.output('registry')).toEqual({ address: '10.0.0.5:5001', isHosted: true });
  });

  test('has a certificate for its address, signed after the authority is there', () => {
    const { command } = template.containerAt('own/Registry/Certificate/Issuer/Intermediate/Container').values;
    expect(command).toEqual(['agent', 'authority', 'sign', '10.0.0.5', 'registry.appengine.internal']);
    const text = JSON.stringify(template.containerAt('own/Registry/Certificate/Issuer/Intermediate/Container').values);
    expect(text).toContain('own-certificate-authority');
  });

  test('knows no password: it reads what tells right ones from wrong ones', () => {
    const mountsOf = (path: string): readonly string[] =>
      (template.containerAt(path).values.mounts as readonly { source: string; target: string; read_only?: boolean }[]).map(
        ({ source, target, read_only: isReadOnly }) => `${source}:${target}${isReadOnly === true ? ':ro' : ''}`,
      );
    expect(mountsOf(CONTAINER)).toEqual(
      expect.arrayContaining([
        'own-registry-verifiers:/verifiers:ro',
        'own-registry-data:/data',
        'own-issued-certificates-registry:/etc/certificates:ro',
      ]),
    );
    expect(mountsOf(CONTAINER).join()).not.toContain('registry-users');
    expect(mountsOf('own/Registry/Users')).toEqual(
      expect.arrayContaining(['own-registry-users:/binding', 'own-registry-verifiers:/verifiers']),
    );
    expect(template.containerAt('own/Registry/Users').values.network_mode).toBe('none');
  });

  test('has a name where one is given', () => {
    const named = platform(Registry.hosted({ address: 'fd00::5', host: 'registry.example.com' }));
    expect(named.output('registry')).toEqual({ address: 'registry.example.com:5000', isHosted: true });
    expect(named.containerAt('own/Registry/Certificate/Issuer/Intermediate/Container').values.command).toEqual(
      expect.arrayContaining(['fd00::5', 'registry.example.com', 'registry.appengine.internal']),
    );
  });

  test.each([
    [{ address: 'registry.example.com' }, /address "registry.example.com" must be one IP address/],
    [{ address: 'fd00::5' }, /host "fd00::5" must be a name/],
    [{ host: 'Registry' }, /host "Registry" must be a name/],
    [{ host: 'a/b' }, /host "a\/b"/],
    [{ port: 443 }, /port 443 must be a whole number from 1024 to 65535/],
    [{ port: 5000.5 }, /port 5000.5/],
  ])('refuses %j', (props, problem) => {
    expect(() => Registry.hosted(props)).toThrow(/^RegistryAddressInvalid: /);
    expect(() => Registry.hosted(props)).toThrow(problem);
  });

  test('refuses every address at once', () => {
    expect(() => platform(Registry.hosted({ address: '0.0.0.0' }))).toThrow(/^PublishAddressRefused: /);
  });
});

describe('a registry that is there already', () => {
  test('adds nothing but its name', () => {
    const without = platform().findAll('docker_container').length;
    const template = platform(Registry.external('registry.example.com/apps'));
    expect(template.findAll('docker_container')).toHaveLength(without);
    expect(template.output('registry')).toEqual({ address: 'registry.example.com/apps', isHosted: false });
  });

  test.each([
    '',
    'apps',
    'https://registry.example.com',
    'Registry.example.com',
    'user@registry.example.com',
    'registry.example.com/apps/',
  ])('refuses %j', (address) => {
    expect(() => Registry.external(address)).toThrow(/^RegistryAddressInvalid: /);
  });
});
