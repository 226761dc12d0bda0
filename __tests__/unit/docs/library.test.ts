import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdktf from 'cdktf';
import * as constructs from '../../../constructs';
import * as guidelines from '../../../guidelines/cdktf';
import * as stacks from '../../../stacks';
import { withProbeBinaries } from '../../fixture/probe-binaries';
import { blocksOf } from './pages';
import { run } from './run';

const [web = '', judged = '', imported = ''] = blocksOf('docs/library.md', 'ts');

let outdir: string;

withProbeBinaries();

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'library-'));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

/** An app as it is without options, but for its output. */
class App extends cdktf.App {
  constructor() {
    super({ outdir });
  }
}

/** A stack as somebody had it before. */
class ShopStack extends cdktf.TerraformStack {
  constructor(scope: App, id: string) {
    super(scope, id);
    this.addOverride('provider.docker', { host: 'unix:///var/run/docker.sock' });
    this.addOverride('resource.docker_container.raw', { name: 'raw', image: 'nginx', privileged: true });
  }
}

interface Synthesized {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

function synthesized(block: string, stack: string): Synthesized {
  const modules = {
    cdktf: { ...cdktf, App },
    'appengine-constructs/constructs': constructs,
    'appengine-constructs/guidelines': guidelines,
    'appengine-constructs/stacks': stacks,
    './shop-stack': { ShopStack },
  };
  run(block, modules, {});
  return JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as Synthesized;
}

test('the container of the page is what it promises', () => {
  const { resource } = synthesized(web, 'web');
  const containers = Object.values(resource.docker_container ?? {});

  expect(containers.map(({ name }) => String(name).replace(/-[0-9a-f]{8}$/, '')).sort()).toEqual(['web-nginx', 'web-probe-loader']);
  expect(Object.values(resource.docker_network ?? {})).toMatchObject([{ name: 'web-net', internal: false }]);
  expect(Object.values(resource.docker_image ?? {})).toHaveLength(1);
});

test('a stack that was there before is judged', () => {
  expect(() => synthesized(judged, 'shop')).toThrow(/SDG-05\.1 critical/);
});

test('what something else makes is not made', () => {
  const { resource } = synthesized(imported, 'reports');

  expect(resource).not.toHaveProperty('docker_network');
  expect(JSON.stringify(resource)).toContain('"source":"importer-data"');
});
