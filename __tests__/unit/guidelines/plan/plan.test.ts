import { AppEngineError } from '../../../../constructs/errors';
import { evaluate } from '../../../../guidelines/evaluate';
import type { Report } from '../../../../guidelines/report';
import { factsOfPlan } from '../../../../guidelines/surfaces/plan';
import { RECORDED_STACKS, recordedPlan } from '../../../fixture/plans/plans';
import { findingsIn, findingsOf, stacksIn } from '../../../fixture/stacks/stacks';
import { TODAY } from '../../../../guidelines/cases/cases';
import { GOOD_CONTAINER, type Arguments } from '../../../../guidelines/cases/configuration';
import { rowsOf, resultsOf } from '../../../../guidelines/cases/report';
import { planOf } from './plan-of';

function reportOn(plan: unknown, configuration?: unknown): Report {
  return evaluate(factsOfPlan(plan, configuration), { surface: 'plan', today: TODAY });
}

/** A plan fills in what the provider does by itself. */
function withoutDefaults(findings: readonly string[]): readonly string[] {
  return findings.map((finding) => finding.replace(/(ports\.ip|network_mode) = (not set|0\.0\.0\.0|bridge)$/, '$1 = the default'));
}

describe('plans that Terraform made', () => {
  const stacks = [...stacksIn('bad'), ...stacksIn('good')].filter(({ name }) => RECORDED_STACKS.includes(name));

  test.each(stacks)('$name has the findings that its configuration has', (stack) => {
    const report = reportOn(recordedPlan(stack.name), stack.json);

    expect(withoutDefaults(findingsOf(report))).toEqual(withoutDefaults(findingsIn(stack)));
  });

  test.each(stacks)('$name has no other resources without its configuration', (stack) => {
    const places = (report: Report): readonly string[] => [...new Set(report.rows.map(({ path, address }) => `${path} ${address}`))];

    expect(places(reportOn(recordedPlan(stack.name)))).toEqual(places(reportOn(recordedPlan(stack.name), stack.json)));
  });

  test('what is not known yet is unknown, and a sensitive value is not shown', () => {
    const plan = recordedPlan('secret-in-environment');

    expect(resultsOf(reportOn(plan), 'SDG-09.6')).toEqual([
      'pass command = none',
      'unknown env = ${sensitive}',
      'fail env = API_TOKEN',
      'fail env = DB_PASSWORD',
      'pass healthcheck.test = an argument, an argument',
      'fail labels = com.acme.api-key',
      'pass log_opts = none',
      'pass registry_auth.password = none',
    ]);
    expect(JSON.stringify(factsOfPlan(plan))).not.toMatch(/hunter2|set-by-the-pipeline/);
  });
});

describe('instances, modules and what happens to resources', () => {
  const facts = factsOfPlan(recordedPlan('instances'));
  const report = evaluate(facts, { surface: 'plan', today: TODAY });
  const at = (address: string): Report => ({ ...report, rows: report.rows.filter((row) => row.address === address) });

  test('have the addresses that Terraform gives them', () => {
    const shop = (key: string): readonly string[] =>
      ['docker_container.app[0]', 'docker_container.app[1]', 'module.debug.docker_container.shell'].map(
        (resource) => `module.shop["${key}"].${resource}`,
      );

    expect(facts.flatMap(({ kind, address }) => (kind === 'container' ? [address] : [])).sort()).toEqual([
      ...['docker_container.sidecar[0]', 'docker_container.sidecar[1]', 'docker_container.web["a"]', 'docker_container.web["b"]'],
      ...[...shop('one'), ...shop('two')],
    ]);
  });

  test('are judged one by one', () => {
    expect(resultsOf(at('docker_container.web["a"]'), 'SDG-05.1')).toEqual(['pass privileged = false']);
    expect(resultsOf(at('docker_container.web["b"]'), 'SDG-05.1')).toEqual(['fail privileged = true']);
    expect(resultsOf(at('module.shop["one"].module.debug.docker_container.shell'), 'SDG-09.3')).toEqual(['fail pid_mode = host']);
  });

  test('an image is known by the name of its resource, in the same module instance', () => {
    expect(resultsOf(at('docker_container.web["a"]'), 'SDG-01.1')).toEqual(['fail image = nginx:latest']);
    expect(resultsOf(at('module.shop["one"].docker_container.app[0]'), 'SDG-01.2')).toEqual(['pass image = nginx:1.27']);
    expect(resultsOf(at('module.shop["two"].docker_container.app[1]'), 'SDG-01.2')).toEqual([
      'fail image = registry.internal/nginx:latest',
    ]);
  });

  test('and so is a network, but never a value that something may have been added to', () => {
    expect(resultsOf(at('docker_container.web["a"]'), 'SDG-15.1')).toEqual(['pass networks_advanced.name = front']);
    expect(resultsOf(at('docker_container.sidecar[0]'), 'SDG-15.5')).toContain('unknown network_mode = ${docker_container.web["a"].id}');
    expect(resultsOf(at('docker_container.sidecar[0]'), 'SDG-01.1')).toEqual(['unknown image = ${docker_image.nginx.repo_digest}']);
  });

  test('blocks that are generated from unknown values are unknown, and what the engine decides is not set', () => {
    expect(resultsOf(at('docker_container.sidecar[0]'), 'SDG-02.5')).toEqual(['unknown ports.ip = ${known after apply}']);
    expect(resultsOf(at('docker_container.sidecar[0]'), 'SDG-09.2')).toEqual(['fail init = not set']);
    expect(resultsOf(at('docker_container.sidecar[0]'), 'SDG-05.4')).toEqual(['fail security_opts = no-new-privileges is not set']);
  });

  test('texts are not evaluated again', () => {
    expect(facts.find(({ address }) => address === 'docker_container.web["a"]')).toMatchObject({
      command: ['echo', '${HOME}', '100%{x}'].map((value) => ({ known: true, value })),
    });
  });

  test('what stays or moves is judged, what goes is not, and no command of a module is missed', () => {
    expect([...resultsOf(report, 'SDG-17.4')].sort()).toEqual([
      'fail provisioner = podman run shell',
      'fail provisioner = podman run shell',
      'fail provisioner = true # docker run moves',
      'fail provisioner = true # docker run stays',
    ]);
  });

  test('the provider is read as far as a plan tells', () => {
    expect(resultsOf(report, 'SDG-02.1')).toEqual(['pass host = unix:///run/docker.sock']);
    expect(resultsOf(report, 'SDG-01.3')).toContain('fail registry_auth.address = http://registry.internal:5000');
    expect(rowsOf(report, 'SDG-09.6').filter(({ address }) => address === 'provider.docker')).toMatchObject([
      { status: 'unknown', value: '${var.password}' },
    ]);
  });

  test('no sensitive value is anywhere', () => {
    expect(JSON.stringify(facts)).not.toContain('correct-horse');
    expect(resultsOf(at('docker_container.sidecar[0]'), 'SDG-05.2')).toEqual(['unknown user = ${sensitive}']);
  });
});

describe('with the configuration at hand', () => {
  const configuration = (body: Arguments): Arguments => ({
    resource: { docker_container: { x: { ...GOOD_CONTAINER, ...body, '//': { metadata: { path: 'acme/Shop/Resource' } } } } },
  });

  test('a resource is known by its construct', () => {
    const json = configuration({});

    expect(rowsOf(reportOn(planOf(json), json), 'SDG-05.1')).toMatchObject([{ path: 'acme/Shop', address: 'docker_container.x' }]);
  });

  test('an expression is read as it is written', () => {
    const json = configuration({ network_mode: 'container:${docker_container.x.id}', pid_mode: '${upper(var.x)}' });

    expect(resultsOf(reportOn(planOf(json), json), 'SDG-15.5')).toContain('fail network_mode = container:web');
    expect(resultsOf(reportOn(planOf(json), json), 'SDG-15.5')).toContain('unknown pid_mode = ${upper(var.x)}');
    expect(resultsOf(reportOn(planOf(json)), 'SDG-15.5')).toContain('unknown network_mode = ${docker_container.x.id}');
  });

  test('so an image with something added to it is not taken for the resource', () => {
    const json = configuration({ image: 'evil/${docker_image.y.image_id}' });
    const image = { docker_image: { y: { name: `nginx@sha256:${'a'.repeat(64)}` } } };
    const plan = planOf({ resource: { ...(json.resource as object), ...image } });

    expect(resultsOf(reportOn(plan, json), 'SDG-01.2')[0]).toBe('unknown image = evil/${docker_image.y.image_id}');
  });

  test('nor is one that depends on two resources with names that start alike', () => {
    const image = { image: '${docker_image.xy.image_id == docker_image.x}' };
    const names = Object.fromEntries(['x', 'xy'].map((name) => [name, { name: `nginx@sha256:${'a'.repeat(64)}` }]));
    const plan = planOf({ resource: { docker_container: { c: { ...GOOD_CONTAINER, ...image } }, docker_image: names } });
    const text = JSON.stringify(plan).replace(
      JSON.stringify(['docker_image.xy.image_id == docker_image.x']),
      JSON.stringify(['docker_image.xy.image_id', 'docker_image.xy', 'docker_image.x']),
    );

    expect(resultsOf(reportOn(JSON.parse(text)), 'SDG-01.1')[0]).toBe('unknown image = ${docker_image.xy.image_id}');
  });

  test('names of variables that are not there yet are known', () => {
    const json = configuration({ env: ['MODE=x', 'API_TOKEN=${random_password.x.result}', '${each.key}=1'] });

    expect(resultsOf(reportOn(planOf(json), json), 'SDG-09.6')).toEqual(expect.arrayContaining(['fail env = API_TOKEN']));
    expect(resultsOf(reportOn(planOf(json)), 'SDG-09.6')).toEqual(expect.arrayContaining(['unknown env = ${random_password.x.result}']));
  });
});

describe('a provider that refers to a variable', () => {
  function judgedHost(variables: Arguments, settings: Arguments, expressions: Arguments): readonly string[] {
    const references = Object.fromEntries(
      Object.entries(expressions).map(([name, variable]) => [name, { references: [`var.${String(variable)}`] }]),
    );
    const plan = {
      ...planOf({}),
      variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }])),
      configuration: { provider_config: { docker: { name: 'docker', expressions: references } }, root_module: { variables: settings } },
    };
    return resultsOf(reportOn(plan), 'SDG-02.1');
  }

  test.each<readonly [string, Arguments, Arguments, Arguments, string]>([
    ['a URL is the whole', { h: 'tcp://far:2375' }, { h: {} }, { host: 'h' }, 'fail host = tcp://far:2375'],
    ['another text may be a part', { h: 'far' }, { h: {} }, { host: 'h' }, 'unknown host = ${var.h}'],
    ['a sensitive one is not shown', { h: 'tcp://far:2375' }, { h: { sensitive: true } }, { host: 'h' }, 'unknown host = ${var.h}'],
    ['an unknown one is unknown', {}, {}, { host: 'h' }, 'unknown host = ${var.h}'],
    ['certificates are given', { h: 'tcp://f:1', c: '/c' }, { h: {}, c: {} }, { host: 'h', cert_path: 'c' }, 'pass host = tcp://f:1'],
    ['or they are empty', { h: 'tcp://f:1', c: '' }, { h: {}, c: {} }, { host: 'h', cert_path: 'c' }, 'fail host = tcp://f:1'],
    ['or null', { h: 'tcp://f:1' }, { h: {}, c: {} }, { host: 'h', cert_path: 'c' }, 'fail host = tcp://f:1'],
  ])('%s', (_, variables, settings, expressions, expected) => {
    expect(judgedHost(variables, settings, expressions)).toEqual([expected]);
  });
});

test('a program that a plan runs for its output is judged, in every module', () => {
  const external = (name: string, program: Arguments): Arguments => ({
    address: `data.external.${name}`,
    mode: 'data',
    type: 'external',
    name,
    expressions: { program },
  });
  const inner = { module: { resources: [external('y', { references: ['var.program'] })] } };
  const plan = {
    ...planOf({}),
    configuration: {
      root_module: { resources: [external('x', { constant_value: ['docker', 'run', 'x'] })], module_calls: { shop: inner } },
    },
  };
  const rows = rowsOf(reportOn(plan), 'SDG-17.4');

  expect(rows.map(({ address, status, value }) => `${status} ${address} ${value}`)).toEqual([
    'fail data.external.x docker run x',
    'unknown module.shop.data.external.y ${var.program}',
  ]);
});

test('what waits for another apply, and actions, are judged as well', () => {
  const { resource_changes: changes = [], ...plan } = planOf({
    resource: { docker_container: { x: { ...GOOD_CONTAINER, privileged: true } } },
  });
  const report = reportOn({
    ...plan,
    deferred_changes: (changes as readonly unknown[]).map((change) => ({ reason: 'instance_count_unknown', resource_change: change })),
    action_invocations: [{ address: 'action.docker_exec.x', type: 'docker_exec', name: 'x' }],
  });

  expect(resultsOf(report, 'SDG-05.1')).toEqual(['fail privileged = true']);
  expect(resultsOf(report, 'SDG-17.4')).toEqual(['fail type = docker_exec']);
});

test.each<readonly [unknown, string]>([
  [undefined, 'it is undefined'],
  [[], 'it is []'],
  [{}, 'format_version is undefined and must be "1.x"'],
  [{ format_version: '2.0' }, 'format_version is "2.0" and must be "1.x"'],
  [{ format_version: '1.0', values: {} }, 'it has no configuration or no planned_values'],
  [{ ...planOf({}), errored: true }, 'it ended with an error, and does not tell what an apply would do'],
  [{ ...planOf({}), resource_changes: {} }, 'resource_changes is {} and must be a list of objects'],
  [{ ...planOf({}), resource_changes: [{ mode: 'managed', change: { after: 1 } }] }, 'type is undefined and must be a text'],
  [{ ...planOf({}), variables: [] }, 'variables is [] and must be an object'],
])('%j is refused', (plan, problem) => {
  expect(() => factsOfPlan(plan)).toThrow(
    new AppEngineError(
      'PlanInvalid',
      `this is no plan: ${problem}; pass what \`terraform show -json <file>\` prints for the file of \`terraform plan -out=<file>\``,
    ),
  );
});
