import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImage, HealthCheck, RuntimePool, VulnerabilityDatabase, VulnerabilityPolicy } from '../../../constructs';
import type { Release } from '../../../constructs/release/release';
import { ReleaseFile } from '../../../constructs/release/release-file';
import { RELEASE_COMMAND_VARIABLE } from '../../../constructs/release/source-release';
import { AUDIT_VARIABLE } from '../../../guidelines/audit';
import { Hardening } from '../../../guidelines/cdktf';
import { TestApp } from '../../../testing';
import { synthesize } from '../../../testing/synthesize';
import { release } from '../../fixture/release';
import { tenant } from '../../fixture/tenant';

const before = process.cwd();
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'unscanned-'));
  mkdirSync(join(directory, 'apps/shop'), { recursive: true });
  writeFileSync(join(directory, 'apps/shop/Dockerfile'), 'FROM scratch\n');
  process.chdir(directory);
  // Findings are read here, and stop nothing.
  process.env[AUDIT_VARIABLE] = '1';
});

afterEach(() => {
  process.chdir(before);
  for (const name of [AUDIT_VARIABLE, RELEASE_COMMAND_VARIABLE]) Reflect.deleteProperty(process.env, name);
  rmSync(directory, { recursive: true });
});

const DATABASE = VulnerabilityDatabase.file('vulnerabilities.db');
const REFUSING = VulnerabilityPolicy.refuse({ database: DATABASE });
const SBOM = { file: 'releases/acme/shop/1.spdx.json', sha256: 'a'.repeat(64) };
const NONE = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0, accepted: 0, database: '2026-11-28' };

function publish(file: ReleaseFile): void {
  mkdirSync(join(directory, 'releases/acme'), { recursive: true });
  writeFileSync(join(directory, 'releases/acme/shop.json'), file.render());
}

/** Findings of SDG-01.4 in a tenant whose image has a release, or has none. */
function findings(
  policy: VulnerabilityPolicy | undefined,
  released?: Partial<Release>,
  props: object = { release: 'shop' },
): readonly string[] {
  if (released !== undefined) publish(ReleaseFile.first(release(1, released)));
  const stack = tenant('acme', policy === undefined ? {} : { vulnerabilities: policy }, new TestApp(directory));
  const image = AppImage.fromDirectory(stack, 'ShopImage', 'apps/shop', props);
  new RuntimePool(stack, 'Shop', { image, healthCheck: HealthCheck.http('/healthz') });
  synthesize(stack);
  const { rows } = Hardening.of(stack).report();
  return rows.filter(({ rule, status }) => rule === 'SDG-01.4' && status === 'fail').map(({ value }) => value);
}

test('without a policy that refuses, a release needs neither a list nor a look', () => {
  expect(findings(undefined, {})).toEqual([]);
  expect(findings(VulnerabilityPolicy.report({ database: DATABASE }), {})).toEqual([]);
});

test('a policy that refuses lets no image run that nothing has looked at', () => {
  expect(findings(REFUSING)).toEqual(['shop has no release yet, and is looked at when one is built']);
  expect(findings(REFUSING, {})).toEqual(['release 1 of shop has no list of packages']);
  expect(findings(REFUSING, { sbom: SBOM })).toEqual(['release 1 of shop was not looked at for vulnerabilities']);
  expect(findings(REFUSING, { sbom: SBOM, vulnerabilities: NONE })).toEqual([]);
  expect(findings(REFUSING, undefined, {})).toEqual(['built without a release, and looked at by nothing: give it `release`']);
});

test('a release that is tried is looked at as the current one is', () => {
  const looked = { sbom: SBOM, vulnerabilities: NONE };
  const tried = (second: Partial<Release>): ReleaseFile =>
    ReleaseFile.first(release(1, looked)).with(release(2, second)).at(1).trying(2, 5);
  publish(tried(looked));
  expect(findings(REFUSING)).toEqual([]);
  publish(tried({ sbom: SBOM }));
  expect(findings(REFUSING)).toEqual(['release 2 of shop was not looked at for vulnerabilities']);
});

test('a command that makes a release is not stopped by what it is there for', () => {
  process.env[RELEASE_COMMAND_VARIABLE] = '1';
  expect(findings(REFUSING)).toEqual([]);
});
