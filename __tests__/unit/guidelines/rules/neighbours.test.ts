import { GOOD_CONTAINER, reportOn, rowsOf, said, type Arguments } from '../terraform';

/** Containers by name, each of a tenant. */
function containers(bodies: Readonly<Record<string, Arguments>>): Arguments {
  const named = Object.entries(bodies).map(([name, body]) => [name, { ...GOOD_CONTAINER, ...body }]);
  return { resource: { docker_container: Object.fromEntries(named) } };
}

function of(tenant: string, more: Arguments = {}, role = 'replica'): Arguments {
  return {
    labels: [
      { label: 'appengine.tenant', value: tenant },
      { label: 'appengine.role', value: role },
    ],
    ...more,
  };
}

const data = { mounts: { type: 'volume', source: 'data', target: '/data' } };

test.each([
  ['SDG-15.3', {}, 'fail networks_advanced.name = front with'],
  ['SDG-15.4', data, 'fail mounts.source = data with'],
  ['SDG-15.8', {}, 'fail user = 1000 with'],
])('%s: two tenants', (rule, more, text) => {
  const report = reportOn(containers({ a: of('acme', more), b: of('globex', more), c: of('acme', more) }));

  expect(said(report, rule)).toEqual([`${text} globex`, `${text} acme`, `${text} globex`]);
});

test.each(['SDG-15.3', 'SDG-15.4', 'SDG-15.8'])('%s: one tenant, and containers of nobody', (rule) => {
  const rows = rowsOf(reportOn(containers({ a: of('acme', data), b: of('acme', data), c: data })), rule);

  expect(rows.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass']);
});

test('gateways of several tenants may meet in one network', () => {
  const report = reportOn(containers({ a: of('acme', {}, 'gateway'), b: of('globex', {}, 'gateway'), c: of('globex') }));

  expect(said(report, 'SDG-15.3')).toEqual(Array.from({ length: 3 }, () => 'pass networks_advanced.name = front'));
});

test.each([
  ['SDG-15.3', { networks_advanced: '${var.x}' }],
  ['SDG-15.4', { mounts: '${var.x}' }],
  ['SDG-15.8', { user: '${var.x}' }],
])('%s: what is shared is unknown', (rule, more) => {
  expect(rowsOf(reportOn(containers({ a: of('acme', more) })), rule).map(({ status }) => status)).toEqual(['unknown']);
});

test.each(['SDG-15.3', 'SDG-15.4', 'SDG-15.8'])('%s: a tenant that is unknown may be another', (rule) => {
  const rows = rowsOf(reportOn(containers({ a: of('acme', data), b: of('${var.x}', data) })), rule);

  expect(rows.map(({ status, value }) => `${status} ${value}`)).toEqual(['unknown ${var.x}', 'unknown ${var.x}']);
});

test('nothing to share', () => {
  const report = reportOn(containers({ a: of('acme', { networks_advanced: null, user: null }) }));

  for (const rule of ['SDG-15.3', 'SDG-15.4', 'SDG-15.8']) expect(said(report, rule)).toEqual(['not-applicable']);
});

describe('a volume that is a bind in disguise', () => {
  const volume = (options: unknown): Arguments => ({ docker_volume: { data: { name: 'data', driver_opts: options } } });

  test.each([
    ['SDG-05.5', '/var/run', 'fail mounts = /run'],
    ['SDG-08.3', '/dev/sda1', 'fail mounts = /dev/sda1'],
    ['SDG-10.1', '/etc', 'fail mounts = /etc'],
    ['SDG-10.3', '/srv', 'fail driver_opts = /srv'],
  ])('%s sees %s', (rule, device, text) => {
    expect(said(reportOn({ resource: volume({ type: 'none', o: 'bind', device }) }), rule)).toContain(text);
    expect(said(reportOn({ resource: volume({ device: '${var.x}' }) }), rule).join()).toMatch(/^(pass .*,)?unknown .* = \$\{var.x\}$/);
  });

  test('the layers of an overlay count as well', () => {
    expect(
      said(
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
    ['${var.x}', 'unknown registry_auth.address = ${var.x}'],
  ])('SDG-01.3 %j', (body, text) => {
    expect(said(reportOn(login(body)), 'SDG-01.3')).toEqual([text]);
  });

  test('SDG-09.6 sees a password, and does not show it', () => {
    expect(said(reportOn(login({ address: 'https://r', password: 'hunter2' })), 'SDG-09.6')).toEqual([
      'fail registry_auth.password = a password',
    ]);
    expect(said(reportOn(login({ address: 'https://r', password: '${var.x}' })), 'SDG-09.6')).toEqual([
      'unknown registry_auth.password = ${var.x}',
    ]);
  });
});

test('what starts containers without saying so', () => {
  const report = reportOn({
    resource: { docker_compose: { x: {} }, docker_plugin: { x: {} }, docker_service: { x: {} } },
    module: { apps: { source: './apps' } },
  });

  expect(said(report, 'SDG-17.4')).toEqual([
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

    expect(said(report, 'SDG-01.1')).toEqual(['pass image = acme/shop:1', 'not-applicable']);
    expect(said(report, 'SDG-01.2')).toEqual(['pass image = acme/shop:1', 'pass name = acme/shop:1']);
  });

  test('that is pulled is judged at both', () => {
    const report = reportOn(image({ name: 'evil/shop:latest' }));

    expect(said(report, 'SDG-01.1')).toEqual(['fail image = evil/shop:latest', 'fail name = evil/shop:latest']);
    expect(said(report, 'SDG-01.2')).toEqual(['fail image = evil/shop:latest', 'fail name = evil/shop:latest']);
  });

  test('of a registry that the policy names', () => {
    const policy = { registries: ['ghcr.io/acme'], immutableTags: ['ghcr.io/acme/'] };
    const report = reportOn(image({ name: 'ghcr.io/acme/shop:1' }), { policy });

    expect([...said(report, 'SDG-01.1'), ...said(report, 'SDG-01.2')].every((text) => text.startsWith('pass'))).toBe(true);
    expect(said(reportOn(image({ name: 'ghcr.io/acme-evil/shop:1' }), { policy }), 'SDG-01.2')[0]).toBe(
      'fail image = ghcr.io/acme-evil/shop:1',
    );
    expect(said(reportOn(image({ name: 'ghcr.io/acme/shop:latest' }), { policy }), 'SDG-01.1')[0]).toBe(
      'fail image = ghcr.io/acme/shop:latest',
    );
  });
});
