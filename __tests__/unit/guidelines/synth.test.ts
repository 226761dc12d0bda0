import fc from 'fast-check';
import { AppEngineError } from '../../../constructs/errors';
import { auditOf, factsOfTerraformJson, evaluate, renderJson, renderTerminal } from '../../../guidelines';
import { isExpression } from '../../../guidelines/surfaces/block';
import { TODAY } from '../../../guidelines/cases/cases';
import { configuration, GOOD, GOOD_CONTAINER, type Arguments } from '../../../guidelines/cases/configuration';
import { reportOn, rowsOf, resultsOf } from '../../../guidelines/cases/report';
import { placesIn, withValue, worst } from './tokens';

const V = '${var.x}';

test('levels and blocks may be lists', () => {
  const body = { ...GOOD_CONTAINER, capabilities: [{ drop: ['ALL'] }], labels: { label: 'a', value: 'b' } };
  const forms = [
    { resource: { docker_container: { x: body } } },
    { resource: [{ '//': 'a comment', docker_container: [{ x: [body] }] }] },
    { '//': {}, resource: [{ docker_container: { x: body } }, { docker_volume: {} }] },
  ];

  for (const form of forms) expect(renderJson(auditOf(reportOn(form)))).toBe(renderJson(auditOf(reportOn(forms[0]))));
});

test('a construct is known by its path', () => {
  const body = { ...GOOD_CONTAINER, '//': { metadata: { path: 'acme/Shop/Resource' } } };

  expect(rowsOf(reportOn(configuration('docker_container', body)), 'SDG-05.1')).toMatchObject([
    { path: 'acme/Shop', address: 'docker_container.x' },
  ]);
});

test('references are followed, through several and within text, and a circle ends', () => {
  const resource = {
    docker_network: { n: { name: '${docker_volume.v.name}' }, loop: { name: '${docker_network.loop.name}' } },
    docker_volume: { v: { name: 'host' } },
    docker_container: {
      a: { ...GOOD_CONTAINER, network_mode: '${docker_network.n.id}' },
      b: { ...GOOD_CONTAINER, network_mode: 'container:${docker_volume.v.name}' },
      c: { ...GOOD_CONTAINER, network_mode: '${docker_network.loop.name}' },
      d: { ...GOOD_CONTAINER, network_mode: '${docker_network.missing.name}' },
      e: { ...GOOD_CONTAINER, network_mode: '${docker_network.n.driver}' },
    },
  };
  const report = reportOn({ resource });

  expect(resultsOf(report, 'SDG-02.4').filter((text) => text.includes('network_mode'))).toEqual([
    'fail network_mode = host',
    'pass network_mode = container:host',
    'unknown network_mode = ${docker_network.loop.name}',
    'unknown network_mode = ${docker_network.missing.name}',
    'unknown network_mode = ${docker_network.n.driver}',
  ]);
});

test.each([
  ['${a}', true],
  ['x%{if a}', true],
  ['$${a}', false],
  ['%%{a}', false],
  ['$$${a}', true],
  ['$${a} ${b}', true],
  ['$a {b}', false],
])('%s is an expression: %s', (text, expected) => {
  expect(isExpression(text)).toBe(expected);
});

test('escaped text is judged as the text it is', () => {
  expect(resultsOf(reportOn(configuration('docker_container', { runtime: '$${x}' })), 'SDG-16.2')).toEqual(['fail runtime = ${x}']);
});

test('a reference in text is text', () => {
  const env = ['A=$${docker_volume.v.name}'];

  expect(
    factsOfTerraformJson({ resource: { docker_volume: { v: { name: 'x' } }, docker_container: { c: { ...GOOD_CONTAINER, env } } } }),
  ).toContainEqual(
    expect.objectContaining({
      environment: [
        { known: true, value: { name: { known: true, value: 'A' }, value: { known: true, value: '${docker_volume.v.name}' } } },
      ],
    }),
  );
});

test('generated blocks of which nothing is known may be of any kind', () => {
  expect(resultsOf(reportOn(configuration('docker_container', { dynamic: V })), 'SDG-02.5')).toEqual(['unknown ports.ip = ${var.x}']);
  expect(() => reportOn(configuration('docker_container', { dynamic: ['ports'] }))).toThrow(
    'docker_container.x.dynamic is "ports" and must be a block',
  );
});

test('a program that Terraform runs for its output is seen', () => {
  const program = (words: unknown): Arguments => ({
    data: { external: { x: { program: words } }, docker_image: { y: { name: 'nginx' } } },
  });

  expect(resultsOf(reportOn(program(['docker', 'run', 'x'])), 'SDG-17.4')).toEqual(['fail program = docker run x']);
  expect(resultsOf(reportOn(program(['jq', '.'])), 'SDG-17.4')).toEqual(['pass program = jq .']);
  expect(resultsOf(reportOn(program(['sh', V])), 'SDG-17.4')).toEqual(['unknown program = ${var.x}']);
});

test('a builder of images is a container that no rule sees', () => {
  expect(resultsOf(reportOn(configuration('docker_buildx_builder', {})), 'SDG-17.4')).toEqual(['fail type = docker_buildx_builder']);
});

test('actions of the provider are seen', () => {
  expect(resultsOf(reportOn({ action: { docker_exec: { x: { config: {} } }, docker_image_save: { y: {} } } }), 'SDG-17.4')).toEqual([
    'fail type = docker_exec',
  ]);
});

test.each<readonly [Arguments, string]>([
  [{ privileged: 'yes' }, 'docker_container.x.privileged is "yes" and must be true or false'],
  [{ privileged: {} }, 'docker_container.x.privileged is {} and must be a single value'],
  [{ memory: 'much' }, 'docker_container.x.memory is "much" and must be a number'],
  [{ command: 'sh' }, 'docker_container.x.command is "sh" and must be a list'],
  [{ command: [{}] }, 'docker_container.x.command is {} and must be a single value'],
  [{ tmpfs: [] }, 'docker_container.x.tmpfs is [] and must be an object'],
  [{ ports: 'http' }, 'docker_container.x.ports is "http" and must be a block'],
  [{ ports: [{ internal: 'http' }] }, 'docker_container.x.ports.internal is "http" and must be a number'],
])('%j is refused', (changes, message) => {
  expect(() => reportOn(configuration('docker_container', changes))).toThrow(
    new AppEngineError('TerraformJsonInvalid', `${message} or an expression "\${…}"; fix the Terraform JSON`),
  );
});

test.each<readonly [unknown, string]>([
  [undefined, 'the configuration is undefined'],
  [[], 'the configuration is []'],
  [{ resource: 1 }, 'resource is 1'],
  [{ resource: { docker_container: 'x' } }, 'resource.docker_container is "x"'],
  [{ resource: { docker_container: { x: 1 } } }, 'resource.docker_container.x is 1'],
])('%j is refused', (json, message) => {
  expect(() => reportOn(json)).toThrow(
    new AppEngineError('TerraformJsonInvalid', `${message} and must be an object; fix the Terraform JSON`),
  );
});

test('any JSON is judged, or refused with an error of ours', () => {
  const names = fc.constantFrom(...Object.keys(GOOD_CONTAINER), 'ports', 'mounts', 'volumes', 'devices', 'dynamic', 'env', 'x');
  const value = fc.oneof(fc.jsonValue(), fc.constant(V), fc.dictionary(names, fc.jsonValue()));
  const type = fc.constantFrom(...Object.keys(GOOD), 'docker_compose', 'null_resource');

  const changed = fc.tuple(type, names, value).map(([resource, name, json]) => configuration(resource, { [name]: json }));

  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), changed), (json) => {
      const outcome = outcomeOf(json);
      expect(outcome instanceof AppEngineError ? outcome.code : typeof outcome).toMatch(/^(TerraformJsonInvalid|string)$/);
    }),
    { numRuns: 300 },
  );
});

function outcomeOf(json: unknown): unknown {
  try {
    const report = reportOn(json);
    return renderTerminal(auditOf(report)) + renderJson(auditOf(report));
  } catch (error) {
    return error;
  }
}

const RISKY: Arguments = {
  ...GOOD_CONTAINER,
  privileged: true,
  user: '0:0',
  image: 'evil/x',
  memory: 0,
  read_only: false,
  network_mode: 'host',
  pid_mode: 'host',
  rm: true,
  restart: 'always',
  group_add: ['docker'],
  command: ['sshd'],
  env: ['A_TOKEN=1'],
  security_opts: ['seccomp=unconfined', 'apparmor=unconfined', 'label=disable', 'no-new-privileges:false'],
  capabilities: { add: ['ALL'], drop: ['CHOWN'] },
  devices: [{ host_path: '/dev/sda', permissions: 'rwm' }],
  ports: [{ internal: 22, external: 22, ip: '0.0.0.0' }],
  mounts: [{ type: 'bind', source: '/run', target: '/run', bind_options: { propagation: 'rshared' } }],
  tmpfs: { '/tmp': 'exec' },
  sysctls: { 'kernel.msgmax': '1' },
};

test('a value that becomes unknown turns no failure into a pass', () => {
  const places = placesIn(RISKY);
  const bare = worst(reportOn({ resource: { docker_container: { x: RISKY } } }));
  expect([...bare.values()].filter((status) => status === 'fail').length).toBeGreaterThan(25);

  fc.assert(
    fc.property(fc.subarray([...places], { minLength: 1, maxLength: 4 }), (tokens) => {
      const body = tokens.reduce<unknown>((value, path) => withValue(value, path, V), RISKY);
      const now = worst(reportOn({ resource: { docker_container: { x: body } } }));
      const softened = [...bare].filter(([rule, status]) => status === 'fail' && now.get(rule) !== 'fail' && now.get(rule) !== 'unknown');
      expect(softened).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('the order of resources, and of their arguments, changes nothing', () => {
  const bodies = { b: RISKY, a: GOOD_CONTAINER, c: Object.fromEntries(Object.entries(RISKY).reverse()) };
  const turned = Object.fromEntries(Object.entries(bodies).reverse());

  expect(renderJson(auditOf(reportOn({ resource: { docker_container: turned } })))).toBe(
    renderJson(auditOf(reportOn({ resource: { docker_container: bodies } }))),
  );
});

test('two thousand good containers have no finding', () => {
  const bodies = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`c${String(index)}`, GOOD_CONTAINER]));
  const { counts } = evaluate(factsOfTerraformJson({ resource: { docker_container: bodies } }), { today: TODAY });

  expect(counts.fail + counts.unknown).toBe(0);
});
