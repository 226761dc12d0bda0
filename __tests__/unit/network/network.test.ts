import { HardenedContainer, Network, PublishedPort } from '../../../constructs';
import { DockerTemplate, TestApp } from '../../../testing';
import { REQUIRED_PROPS } from '../../fixture/every-prop';
import { tenant } from '../../fixture/tenant';

const SUBNET = { cidr: '10.20.0.0/24', gateway: '10.20.0.1' };

test('a network is named by its id, and the engine chooses its addresses', () => {
  const stack = tenant();
  const network = new Network(stack, 'BackOffice');
  const resource = DockerTemplate.of(stack).resourceAt('docker_network', 'acme/BackOffice');

  expect(network.networkName).toBe('test-acme-back-office');
  resource.has({ name: 'test-acme-back-office', driver: 'bridge', internal: false, ipv6: false });
  resource.lacks('ipam_config');
});

test('or by name, subnet and way out', () => {
  const stack = tenant();
  new Network(stack, 'Net', { name: 'db', subnet: SUBNET, internal: true });

  DockerTemplate.of(stack)
    .resourceAt('docker_network', 'acme/Net')
    .has({ name: 'test-acme-db', internal: true, ipam_config: [{ subnet: '10.20.0.0/24', gateway: '10.20.0.1' }] });
});

test('a container that joins it comes after it; an imported one is there already', () => {
  const stack = tenant();
  const networks = [new Network(stack, 'Net').attach(['db']), Network.fromName('theirs').attach([], '10.9.0.5')];
  new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, networks });
  const { values } = DockerTemplate.of(stack).containerAt('acme/App');

  expect(values.network_mode).toBe('theirs');
  expect(values.networks_advanced).toEqual([
    { name: 'test-acme-net', aliases: ['db'] },
    { name: 'theirs', aliases: [], ipv4_address: '10.9.0.5' },
  ]);
  expect(values.depends_on).toContainEqual(expect.stringMatching(/^docker_network\.Net_/));
  DockerTemplate.of(stack).resourceCount('docker_network', 2);
});

test('two networks have neither one name nor one subnet', () => {
  const stack = tenant();
  new Network(stack, 'One', { subnet: SUBNET });

  expect(() => new Network(stack, 'Two', { name: 'one' })).toThrow(/^NameClash: acme\/Two: network name "test-acme-one" is already taken/);
  expect(() => new Network(stack, 'Three', { subnet: SUBNET })).toThrow(
    /^SubnetClash: .* already taken by acme\/One; give one of the two networks another `subnet`$/,
  );
});

test.each([
  { ...SUBNET, cidr: '10.20.0.0' },
  { ...SUBNET, cidr: '10.20.0.1/24' },
  { ...SUBNET, gateway: '10.20.0.0' },
  { ...SUBNET, gateway: '10.20.0.255' },
  { ...SUBNET, gateway: '10.20.1.1' },
  { cidr: 'fd00::/64', gateway: 'fd00::1' },
])('%j is no subnet', (subnet) => {
  expect(() => new Network(tenant(), 'Net', { subnet })).toThrow(/^SubnetInvalid: acme\/Net: subnet \{/);
});

test('one port of an address is published once on an engine', () => {
  const app = new TestApp();
  const publish = (name: string, external: number): unknown => {
    const stack = tenant(name, {}, app);
    const networks = [new Network(stack, 'Net').attach()];
    return new HardenedContainer(stack, 'Web', {
      ...REQUIRED_PROPS,
      networks,
      publish: [PublishedPort.loopback({ external, internal: 8080 })],
    });
  };
  publish('acme', 9090);
  publish('globex', 9091);
  expect(() => publish('initech', 9090)).toThrow(
    /^PublishedPortClash: initech\/Web: published port of unix:\S+ "127\.0\.0\.1:9090" is already taken by acme\/Web; publish one of the two/,
  );
});
