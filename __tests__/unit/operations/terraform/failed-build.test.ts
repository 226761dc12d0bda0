import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { removeBuildLogs } from '../../../../operations/terraform/build-log';
import { failedBuild } from '../../../../operations/terraform/failed-build';
import type { Diagnostic } from '../../../../operations/terraform/terraform-events';

let project: string;
let directory: string;

const DIAGNOSTIC: Diagnostic = {
  severity: 'error',
  summary: 'Error running buildx build: failed to solve: executor failed running [/bin/sh -c npm ci]: exit code: 1',
  address: 'docker_image.ShopImage_1',
};

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'failed-build-'));
  directory = join(project, 'stacks', 'acme');
  mkdirSync(directory, { recursive: true });
  declare({ context: '../../apps/shop', build_log_file: 'shop.build.log' });
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

function declare(build: object): void {
  const resource = { docker_image: { ShopImage_1: { '//': { metadata: { path: 'acme/ShopImage/Resource' } }, build } } };
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify({ resource }));
}

function log(...output: readonly string[]): void {
  const lines = ['#5 [2/3] RUN npm ci', ...output.map((line) => `#5 0.251 ${line}`), '#5 ERROR: exit code: 1', ''];
  writeFileSync(join(directory, 'shop.build.log'), lines.join('\n'));
}

/** As it is shown in this process's working directory. */
function shown(path: string): string {
  return relative(process.cwd(), join(project, path));
}

test('names construct, step, Dockerfile, output, reason and log', () => {
  log('npm error code E404', 'npm error 404 Not Found');
  expect(failedBuild(directory, DIAGNOSTIC)?.message).toBe(
    `BuildFailed: acme/ShopImage: step [2/3] RUN npm ci of "${shown('apps/shop/Dockerfile')}" failed, and must end with exit code 0; correct it, or a file that it reads; its last lines are:
    npm error code E404
    npm error 404 Not Found
exit code: 1
the whole log is in ${shown('stacks/acme/shop.build.log')}`,
  );
});

test('names the Dockerfile that people know, and the step as it is there, where settings of the machine were added', () => {
  declare({ context: '../../apps/shop', dockerfile: '../../stacks/acme/shop-1-2.settings.Dockerfile', build_log_file: 'shop.build.log' });
  const step = '#5 [2/3] RUN --mount=type=secret,id=appengine-ca,target=/run/secrets/appengine-ca,mode=0444 npm ci';
  writeFileSync(join(directory, 'shop.build.log'), `${step}\n#5 ERROR: exit code: 1\n`);
  expect(failedBuild(directory, DIAGNOSTIC)?.message).toContain(`step [2/3] RUN npm ci of "${shown('apps/shop/Dockerfile')}" failed`);
});

test('a cache with a layer that is gone is to be cleared, and no step is blamed', () => {
  log('all went well');
  const summary =
    'Error running buildx build: failed to solve: failed to export image: failed to get layer sha256:ab: layer does not exist';
  expect(failedBuild(directory, { ...DIAGNOSTIC, summary })?.message).toBe(
    `BuildCacheBroken: acme/ShopImage: the build of "${shown('apps/shop/Dockerfile')}" used a layer of the build cache that the engine has no more; clear the cache by docker builder prune --all --force, and deploy again`,
  );
});

test('shows the last 20 lines, each with its end', () => {
  log(...Array.from({ length: 30 }, (_, index) => `${String(index)} ${'x'.repeat(1000)} end`));
  const lines = (failedBuild(directory, DIAGNOSTIC)?.message ?? '').split('\n').filter((line) => line.startsWith('    '));
  expect(lines).toHaveLength(20);
  expect(lines[0]).toMatch(/^ {4}10 x+ … x+ end$/);
  expect(lines.at(-1)).toMatch(/^ {4}29 /);
});

test('control characters do nothing', () => {
  log('\u001b[31mred\u001b[0m', '\u001b]0;owned\u0007', 'a\rb', '\u202e');
  const message = failedBuild(directory, DIAGNOSTIC)?.message ?? '';
  expect(message).toContain('\n    red\n');
  expect(message).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
});

test('a step without output says so', () => {
  log();
  expect(failedBuild(directory, DIAGNOSTIC)?.message).toContain('; it printed nothing\nexit code: 1\n');
});

test('without a failed step it is what the provider says', () => {
  const missing = { ...DIAGNOSTIC, summary: 'Error running buildx build: failed to stat ../../.npmrc: no such file or directory' };
  expect(failedBuild(directory, missing)?.message).toBe(
    `BuildFailed: acme/ShopImage: the build of "${shown('apps/shop/Dockerfile')}" failed; correct what it names:\n    failed to stat ../../.npmrc: no such file or directory`,
  );
});

test('the builder of the engine has the output in its message', () => {
  declare({ context: '../../apps/shop', use_legacy_builder: true });
  const text = ['unable to build image', '', ...Array.from({ length: 30 }, (_, index) => `line ${String(index)}`)].join('\n');
  const message = failedBuild(directory, { ...DIAGNOSTIC, summary: `Error running legacy build: ${text}` })?.message;
  expect(message).toMatch(/:\n {4}line 10\n[^]* {4}line 29$/);
});

test.each<[string, Partial<Diagnostic>]>([
  ['another error', { summary: 'Unable to read Docker image into resource' }],
  ['another resource', { address: 'docker_container.Shop_1' }],
  ['an image that is not declared', { address: 'docker_image.Other_1' }],
])('%s is none', (_, other) => {
  expect(failedBuild(directory, { ...DIAGNOSTIC, ...other })).toBeUndefined();
});

test('logs of earlier builds are removed, and nothing else', () => {
  log();
  removeBuildLogs(directory);
  expect(failedBuild(directory, DIAGNOSTIC)?.message).toContain('the build of');
});
