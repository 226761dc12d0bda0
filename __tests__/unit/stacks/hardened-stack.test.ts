import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DockerHost, HardenedContainer, HealthCheck, Network, PublishedPort, User, Volume } from '../../../constructs';
import { Container } from '../../../constructs/cdktf/bindings';
import { App } from '../../../constructs/cdktf/framework';
import { Hardening } from '../../../guidelines/cdktf';
import { HardenedStack, type HardenedStackProps } from '../../../stacks';
import { withProbeBinaries } from '../../fixture/probe-binaries';
import { IMAGE } from '../../fixture/tenant';

const host = DockerHost.unix('/var/run/docker.sock');

withProbeBinaries();

let outdir: string;
let app: App;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'hardened-stack-'));
  app = new App({ outdir });
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

function web(props: HardenedStackProps = {}): HardenedStack {
  const stack = new HardenedStack(app, 'web', { host, registries: ['registry.test'], ...props });
  new HardenedContainer(stack, 'Nginx', {
    image: IMAGE,
    user: User.of(10001),
    networks: [new Network(stack, 'Net').attach()],
    publish: [PublishedPort.loopback({ external: 8080, internal: 8080 })],
    healthCheck: HealthCheck.http('/'),
  });
  return stack;
}

interface Synthesized {
  readonly terraform: { readonly backend: object; readonly required_providers: object };
  readonly provider: object;
  readonly resource: { readonly docker_container: Readonly<Record<string, { readonly name: string; readonly labels: object[] }>> };
}

function synthesized(): Synthesized {
  app.synth();
  return JSON.parse(readFileSync(join(outdir, 'stacks', 'web', 'cdk.tf.json'), 'utf8')) as Synthesized;
}

test('a stack in any app has the provider, its version and an owner, and the backend is not ours', () => {
  web();
  const { terraform, provider, resource } = synthesized();
  const nginx = Object.values(resource.docker_container).find(({ name }) => name.startsWith('web-nginx-'));

  expect(terraform.required_providers).toEqual({ docker: { source: 'kreuzwerker/docker', version: '>= 4.1.0, < 5.0.0' } });
  expect(terraform.backend).toEqual({ local: { path: expect.stringMatching(/terraform\.web\.tfstate$/) } });
  expect(provider).toEqual({ docker: [{ host: 'unix:///var/run/docker.sock', context: '' }] });
  expect(nginx?.labels).toEqual(
    expect.arrayContaining([
      { label: 'appengine.instance', value: 'web' },
      { label: 'appengine.stack', value: 'web' },
    ]),
  );
});

test('it has no finding, and a finding stops the synth', () => {
  const stack = web();
  expect(
    Hardening.of(stack)
      .report()
      .rows.filter(({ status }) => status === 'fail' || status === 'unknown'),
  ).toEqual([]);

  new Container(stack, 'Raw', { name: 'raw', image: 'nginx', privileged: true });
  expect(() => synthesized()).toThrow(/SDG-05\.1 critical {3}web\/Raw\n/);
});

test.each([
  ['web', {}, 'web'],
  ['Web-2', {}, 'web2'],
  ['Web-2', { name: 'shop' }, 'shop'],
])('the names of %s with %j start with %s', (id, props, name) => {
  const stack = new HardenedStack(app, id, { host, ...props });

  expect(stack.name).toBe(name);
  expect(new Volume(stack, 'Data', { name: 'data' }).volumeName).toBe(`${name}-data`);
});

test.each([
  ['2nd', {}, '"2nd", made of the id "2nd",'],
  ['a-stack-with-a-very-long-name', {}, '"astackwithaverylongname", made of the id'],
  ['web', { name: 'Web' }, '"Web" must be 1 to 20 of a-z and 0-9'],
])('%s with %j has no name', (id, props, said) => {
  expect(() => new HardenedStack(app, id, { host, ...props })).toThrow(`StackNameInvalid: stack name ${said}`);
});

test('two stacks of an app have two names', () => {
  web();

  expect(() => new HardenedStack(app, 'w-e-b', { host })).toThrow(
    /^NameClash: w-e-b: stack name "web" is already taken by web; set `name`/,
  );
});
