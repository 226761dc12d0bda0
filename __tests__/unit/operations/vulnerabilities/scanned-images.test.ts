import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance } from '../../../../constructs';
import { ReleaseFile } from '../../../../constructs/release/release-file';
import { Session } from '../../../../operations/session';
import { openDatabase } from '../../../../operations/vulnerabilities/database';
import { allImages, imageOfApp } from '../../../../operations/vulnerabilities/scanned-images';
import { Workspace } from '../../../../operations/workspace';
import { EngineWithImages } from '../../../fixture/engine-with-images';
import { release } from '../../../fixture/release';

let directory: string;
let engine: EngineWithImages;
let session: Session;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'scanned-'));
  engine = new EngineWithImages(directory);
  await engine.start();
  const environment = { HOME: directory, PATH: `${join(directory, 'bin')}:/usr/bin:/bin`, DOCKER_HOST: engine.host };
  session = new Session(new Workspace(directory, new Instance({ name: 'blue', projectDirectory: directory }), environment), environment);
});

afterEach(async () => {
  await engine.stop();
  rmSync(directory, { recursive: true });
});

const container = (app: string, id: string, tenant?: string): object => ({
  Id: app,
  Names: [`/blue-${app}-1`],
  Image: `appengine.invalid/blue/${tenant === undefined ? '' : `${tenant}/`}${app}:0123456789ab`,
  ImageID: `sha256:${id.repeat(64)}`,
  Labels: tenant === undefined ? { 'appengine.role': app } : { 'appengine.tenant': tenant, 'appengine.app': app },
});

function released(number: number): void {
  mkdirSync(join(directory, 'releases/acme'), { recursive: true });
  writeFileSync(join(directory, 'releases/acme/shop.json'), ReleaseFile.first(release(number)).render());
}

test('the image of an app is that of its release, or else the one that runs', async () => {
  engine.containers = [container('shop', 'a', 'acme'), container('worker', 'b', 'acme')];
  await expect(imageOfApp(session, 'acme/shop')).resolves.toMatchObject({ subject: 'acme/shop', id: `sha256:${'a'.repeat(64)}` });
  released(3);
  await expect(imageOfApp(session, 'acme/shop')).resolves.toMatchObject({ subject: 'acme/shop 3', id: release(3).image.id });
  await expect(imageOfApp(session, 'acme/worker')).resolves.toMatchObject({ repository: 'worker', tag: '0123456789ab', owner: 'acme' });
  await expect(imageOfApp(session, 'acme/other')).rejects.toMatchObject({ code: 'AppImageMissing' });
  await expect(imageOfApp(session, 'acme')).rejects.toMatchObject({ code: 'ReleaseNameInvalid' });
});

test('all images are those that run, the platform included, and those of releases, each once', async () => {
  released(3);
  const ofRelease = release(3).image.id.slice(-1);
  engine.containers = [container('shop', ofRelease, 'acme'), container('shop', ofRelease, 'acme'), container('router', 'c')];
  expect((await allImages(session)).map(({ subject, owner }) => `${owner}: ${subject}`)).toEqual([
    'acme: acme/shop 3',
    'platform: platform/router',
  ]);
});

/** A program in place of grype, which writes down what it was asked for. */
function grype(script: string): void {
  mkdirSync(join(directory, 'bin'), { recursive: true });
  writeFileSync(join(directory, 'bin/grype'), `#!/bin/sh\necho "$@" >> ${join(directory, 'asked')}\n${script}\n`, { mode: 0o755 });
}

test('a file is imported once, and again when its content is another one', async () => {
  grype(`[ "$2" = status ] && echo '{"built":"2026-11-28T00:00:00Z"}'; [ "$2" = import ] && echo "$GRYPE_DB_AUTO_UPDATE"; true`);
  writeFileSync(join(directory, 'data.db'), 'one');
  const open = async (): Promise<string> =>
    (await openDatabase(session, { database: { file: 'data.db' }, oldestSeconds: 7 * 86_400 }, () => undefined, new Date('2026-11-30')))
      .directory;
  const first = await open();
  expect(await open()).toBe(first);
  writeFileSync(join(directory, 'data.db'), 'two');
  expect(await open()).not.toBe(first);
  const asked = readFileSync(join(directory, 'asked'), 'utf8').split('\n');
  expect(asked.filter((line) => line.startsWith('db import'))).toHaveLength(2);
  // A database of yesterday is asked no more.
  expect(existsSync(first)).toBe(false);
});

test('an address is asked, and what it gave last counts while it does not answer', async () => {
  grype(`[ "$2" = status ] && { echo '{"built":"2026-11-28T00:00:00Z"}'; exit 0; }; echo "$GRYPE_DB_UPDATE_URL" >&2; exit 1`);
  const open = (): Promise<unknown> =>
    openDatabase(
      session,
      { database: { url: 'https://mirror.example.com/latest.json' }, oldestSeconds: 7 * 86_400 },
      () => undefined,
      new Date('2026-11-30'),
    );
  await expect(open()).rejects.toMatchObject({
    code: 'VulnerabilityDatabaseUnreadable',
    message: expect.stringContaining('https://mirror.example.com/latest.json'),
  });
  grype(`mkdir -p "$GRYPE_DB_CACHE_DIR/6"; [ "$2" = status ] && echo '{"built":"2026-11-28T00:00:00Z"}'`);
  await open().catch(() => undefined);
  grype(`[ "$2" = status ] && { echo '{"built":"2026-11-28T00:00:00Z"}'; exit 0; }; exit 1`);
  await expect(open()).resolves.toMatchObject({ built: new Date('2026-11-28T00:00:00Z') });
});
