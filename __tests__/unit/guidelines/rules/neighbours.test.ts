import type { EvaluationOptions } from '../../../../guidelines';
import { TODAY } from '../../../../guidelines/cases/cases';
import { GOOD_CONTAINER, type Arguments, containers, ofTenant } from '../../../../guidelines/cases/configuration';
import { reportOn, rowsOf, resultsOf } from '../../../../guidelines/cases/report';
import { CASES } from '../../../../guidelines/rules/index.cases';

/** A volume, as an argument of a container. */
const data: Arguments = { mounts: { type: 'volume', source: 'data', target: '/data' } };

const shared = Object.entries(CASES).flatMap(([rule, cases]) => (cases.shared === undefined ? [] : [{ rule, ...cases.shared }]));

test.each(shared)('$rule: two tenants', ({ rule, arguments: both, result }) => {
  const report = reportOn(containers({ a: ofTenant('acme', both), b: ofTenant('globex', both), c: ofTenant('acme', both) }));

  expect(resultsOf(report, rule)).toEqual([result, result.replace('globex', 'acme'), result]);
});

test.each(['SDG-15.3', 'SDG-15.4', 'SDG-15.8'])('%s: one tenant, and containers of no tenant', (rule) => {
  const rows = rowsOf(reportOn(containers({ a: ofTenant('acme', data), b: ofTenant('acme', data), c: data })), rule);

  expect(rows.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass']);
});

test('gateways of several tenants may meet in one network', () => {
  const report = reportOn(containers({ a: ofTenant('acme', {}, 'gateway'), b: ofTenant('globex', {}, 'gateway'), c: ofTenant('globex') }));

  expect(resultsOf(report, 'SDG-15.3')).toEqual(Array.from({ length: 3 }, () => 'pass networks_advanced.name = front'));
});

test.each([
  ['SDG-15.3', { networks_advanced: '${var.x}' }],
  ['SDG-15.4', { mounts: '${var.x}' }],
  ['SDG-15.8', { user: '${var.x}' }],
])('%s: what is shared is unknown', (rule, more) => {
  expect(rowsOf(reportOn(containers({ a: ofTenant('acme', more) })), rule).map(({ status }) => status)).toEqual(['unknown']);
});

test.each(['SDG-15.3', 'SDG-15.4', 'SDG-15.8'])('%s: a tenant that is unknown may be another', (rule) => {
  const rows = rowsOf(reportOn(containers({ a: ofTenant('acme', data), b: ofTenant('${var.x}', data) })), rule);

  expect(rows.map(({ status, value }) => `${status} ${value}`)).toEqual(['unknown ${var.x}', 'unknown ${var.x}']);
});

test('nothing to share', () => {
  const report = reportOn(containers({ a: ofTenant('acme', { networks_advanced: null, user: null }) }));

  for (const rule of ['SDG-15.3', 'SDG-15.4', 'SDG-15.8']) expect(resultsOf(report, rule)).toEqual(['not-applicable']);
});

describe('a volume that is a bind in disguise', () => {
  const volume = (options: unknown): Arguments => ({ docker_volume: { data: { name: 'data', driver_opts: options } } });

  test.each([
    ['SDG-05.5', '/var/run', 'fail mounts = /run'],
    ['SDG-08.3', '/dev/sda1', 'fail mounts = /dev/sda1'],
    ['SDG-10.1', '/etc', 'fail mounts = /etc'],
    ['SDG-10.3', '/srv', 'fail driver_opts = /srv'],
  ])('%s sees %s', (rule, device, text) => {
    expect(resultsOf(reportOn({ resource: volume({ type: 'none', o: 'bind', device }) }), rule)).toContain(text);
    expect(resultsOf(reportOn({ resource: volume({ device: '${var.x}' }) }), rule).join()).toMatch(/^(pass .*,)?unknown .* = \$\{var.x\}$/);
  });

  test('the layers of an overlay count as well', () => {
    expect(
      resultsOf(
        reportOn({ resource: volume({ type: 'overlay', device: 'overlay', o: 'lowerdir=/etc:/srv,upperdir=/opt/a,workdir=/opt/b' }) }),
        'SDG-10.3',
      ),
    ).toEqual(['/etc', '/opt/a', '/opt/b', '/srv'].map((path) => `fail driver_opts = ${path}`));
  });

  test('the container that mounts it by name, or by reference, is named too', () => {
    const resource = {
      ...volume({ o: 'bind', device: '/run' }),
      docker_container: { x: { ...GOOD_CONTAINER, volumes: { volume_name: '${docker_volume.data.name}', container_path: '/x' } } },
    };

    expect(rowsOf(reportOn({ resource }), 'SDG-05.5').map(({ address, status }) => `${status} ${address}`)).toEqual([
      'fail docker_container.x',
      'fail docker_volume.data',
    ]);
  });
});

describe('a provider', () => {
  const login = (body: unknown): Arguments => ({ provider: { docker: [{ registry_auth: body }] } });

  test.each([
    [{ address: 'http://registry.acme:5000' }, 'fail registry_auth.address = http://registry.acme:5000'],
    [{ address: 'https://registry.acme' }, 'pass registry_auth.address = https://registry.acme'],
    [{ address: 'http://127.0.0.1:5000' }, 'pass registry_auth.address = http://127.0.0.1:5000'],
    [{ address: 'http://[::1]:5000' }, 'pass registry_auth.address = http://[::1]:5000'],
    [{ address: 'https://registry.acme/http://x' }, 'pass registry_auth.address = https://registry.acme/http://x'],
    [{}, 'pass registry_auth.address = not set'],
    ['${var.x}', 'unknown registry_auth.address = ${var.x}'],
  ])('SDG-01.3 %j', (body, text) => {
    expect(resultsOf(reportOn(login(body)), 'SDG-01.3')).toEqual([text]);
  });

  test('SDG-09.6 sees a password, and does not show it', () => {
    expect(resultsOf(reportOn(login({ address: 'https://r', password: 'hunter2' })), 'SDG-09.6')).toEqual([
      'fail registry_auth.password = a password',
    ]);
    expect(resultsOf(reportOn(login({ address: 'https://r', password: '${var.x}' })), 'SDG-09.6')).toEqual([
      'unknown registry_auth.password = ${var.x}',
    ]);
  });

  test.each([{}, { password: '' }])('SDG-09.6 finds nothing where there is no password: %j', (more) => {
    expect(resultsOf(reportOn(login({ address: 'https://r', ...more })), 'SDG-09.6')).toEqual([expect.stringMatching(/^pass /)]);
  });
});

test('what starts containers without saying so', () => {
  const report = reportOn({
    resource: { docker_buildx_builder: { x: {} }, docker_compose: { x: {} }, docker_plugin: { x: {} }, docker_service: { x: {} } },
    data: { external: { x: { program: ['docker', 'run', 'x'] }, y: { program: ['jq', '.'] } } },
    module: { apps: { source: './apps' } },
  });

  expect(resultsOf(report, 'SDG-17.4')).toEqual([
    'fail program = docker run x',
    'pass program = jq .',
    'fail type = docker_buildx_builder',
    'fail type = docker_compose',
    'fail type = docker_plugin',
    'unknown type = docker_service',
    'unknown type = module',
  ]);
});

describe('an image', () => {
  const image = (body: Arguments): Arguments => ({
    resource: { docker_image: { x: body }, docker_container: { x: { ...GOOD_CONTAINER, image: '${docker_image.x.image_id}' } } },
  });

  test('that is built here is pinned and allowed, by reference and by name', () => {
    const report = reportOn(image({ name: 'acme/shop:1', build: { context: '.' } }));

    expect(resultsOf(report, 'SDG-01.1')).toEqual(['pass image = acme/shop:1', 'not-applicable']);
    expect(resultsOf(report, 'SDG-01.2')).toEqual(['pass image = acme/shop:1', 'pass name = acme/shop:1']);
  });

  test('that is pulled is judged at both', () => {
    const report = reportOn(image({ name: 'evil/shop:latest' }));

    expect(resultsOf(report, 'SDG-01.1')).toEqual(['fail image = evil/shop:latest', 'fail name = evil/shop:latest']);
    expect(resultsOf(report, 'SDG-01.2')).toEqual(['fail image = evil/shop:latest', 'fail name = evil/shop:latest']);
  });

  test('of a registry that the policy names', () => {
    const policy = { registries: ['ghcr.io/acme'], immutableTags: ['ghcr.io/acme/'] };
    const report = reportOn(image({ name: 'ghcr.io/acme/shop:1' }), { policy });

    expect([...resultsOf(report, 'SDG-01.1'), ...resultsOf(report, 'SDG-01.2')].every((text) => text.startsWith('pass'))).toBe(true);
    expect(resultsOf(reportOn(image({ name: 'ghcr.io/acme-evil/shop:1' }), { policy }), 'SDG-01.2')[0]).toBe(
      'fail image = ghcr.io/acme-evil/shop:1',
    );
    expect(resultsOf(reportOn(image({ name: 'ghcr.io/acme/shop:latest' }), { policy }), 'SDG-01.1')[0]).toBe(
      'fail image = ghcr.io/acme/shop:latest',
    );
  });
});

describe('a database', () => {
  const data = (network: Arguments, body: Arguments = {}): Arguments => ({
    resource: {
      docker_network: { front: { name: 'front', ...network } },
      docker_container: {
        x: { ...GOOD_CONTAINER, image: 'postgres:17', networks_advanced: { name: '${docker_network.front.name}' }, ...body },
      },
    },
  });

  test.each([
    [data({ internal: true }), 'pass networks_advanced.name = front'],
    [data({ internal: false }), 'fail networks_advanced.name = front'],
    [data({ internal: '${var.x}' }), 'unknown networks_advanced.name = ${var.x}'],
    [
      data({ name: 'other' }, { networks_advanced: { name: 'front' } }),
      'unknown networks_advanced.name = front: the network is not declared here',
    ],
  ])('SDG-02.7 %#', (json, text) => {
    expect(resultsOf(reportOn(json), 'SDG-02.7')).toEqual([text]);
  });
});

describe('a bridge network', () => {
  const bridge = (mode: unknown): Arguments => ({
    resource: { docker_network: { x: { name: 'front', options: { 'com.docker.network.bridge.gateway_mode_ipv4': mode } } } },
  });

  test.each([
    ['isolated', 'pass options.gateway_mode_ipv4 = isolated'],
    ['${var.x}', 'unknown options.gateway_mode_ipv4 = ${var.x}'],
    ['nat', 'not-applicable'],
  ])('SDG-02.8 leaves a gateway mode %s to the host', (mode, text) => {
    expect(resultsOf(reportOn(bridge(mode)), 'SDG-02.8')).toEqual([text]);
  });
});

test('SDG-15.2: only a network of several tenants has to keep containers apart', () => {
  const network = (tenants: readonly string[], icc: string): Arguments => ({
    resource: {
      docker_container: Object.fromEntries(tenants.map((tenant) => [tenant, { ...GOOD_CONTAINER, ...ofTenant(tenant) }])),
      docker_network: { x: { name: 'front', options: { 'com.docker.network.bridge.enable_icc': icc } } },
    },
  });

  expect(resultsOf(reportOn(network(['acme'], 'true')), 'SDG-15.2')).toEqual(['not-applicable']);
  expect(resultsOf(reportOn(network(['acme', 'globex'], 'true')), 'SDG-15.2')).toEqual(['fail options.enable_icc = true']);
  expect(resultsOf(reportOn(network(['acme', 'globex'], 'false')), 'SDG-15.2')).toEqual(['pass options.enable_icc = false']);
});

describe('trust', () => {
  const trusted = (trust: string, more: Arguments = {}): Arguments => ({ labels: [{ label: 'appengine.trust', value: trust }], ...more });

  test('levels meet where no other provider is named', () => {
    const report = reportOn(containers({ a: trusted('trusted'), b: trusted('untrusted', { provider: 'docker' }) }));

    expect(resultsOf(report, 'SDG-15.6')).toEqual(['fail trust = trusted beside untrusted', 'fail trust = untrusted beside trusted']);
    expect(resultsOf(report, 'SDG-16.1')).toEqual(['not-applicable', 'fail runtime = not set, beside others']);
  });

  test('another provider is another host', () => {
    const report = reportOn(containers({ a: trusted('trusted'), b: trusted('untrusted', { provider: 'docker.pool' }) }));

    expect(resultsOf(report, 'SDG-15.6')).toEqual(['pass trust = trusted', 'pass trust = untrusted']);
    expect(resultsOf(report, 'SDG-16.1')).toEqual(['not-applicable', 'pass runtime = all containers of the host are untrusted']);
  });
});

test('SDG-01.4 asks for a verified digest where the policy has a list', () => {
  const digest = /@(.*)$/.exec(String(GOOD_CONTAINER.image))?.[1] ?? '';
  const until = (day: string): Partial<EvaluationOptions> => ({ policy: { verified: [{ digest, until: day }] } });
  const json = { resource: { docker_container: { x: GOOD_CONTAINER } } };

  expect(resultsOf(reportOn(json), 'SDG-01.4')).toEqual(['not-applicable']);
  expect(resultsOf(reportOn(json, { policy: { verified: [] } }), 'SDG-01.4')).toEqual([`fail image = ${digest}`]);
  expect(resultsOf(reportOn(json, until(TODAY)), 'SDG-01.4')).toEqual([`pass image = ${digest}`]);
  expect(resultsOf(reportOn(json, until('2026-12-31')), 'SDG-01.4')).toEqual([`fail image = ${digest}`]);
});
