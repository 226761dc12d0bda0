import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance } from '../../../../constructs';
import { ReleasePlace } from '../../../../constructs/release/release-place';
import type { Release } from '../../../../constructs/release/release';
import { bringImage, checkAvailable, isKept, keepImage } from '../../../../operations/releases/kept-images';
import { Session } from '../../../../operations/session';
import { Workspace } from '../../../../operations/workspace';
import type { RegistryDescription } from '../../../../stacks/registry-description';
import { RegistryEngine } from '../../../fixture/registry-engine';
import { release } from '../../../fixture/release';

const BLUE = new Instance({ name: 'blue', projectDirectory: '/' });
const PLACE = ReleasePlace.parse('acme/shop');
const REGISTRY: RegistryDescription = { address: '10.0.0.5:5000', isHosted: false };
const DIGEST = `sha256:${'d'.repeat(64)}`;
const REFERENCE = `10.0.0.5:5000/acme/shop@${DIGEST}`;
const LOGIN = { username: 'pull', password: 'p:w', serveraddress: '10.0.0.5:5000' };
const name = (number: number): string => `appengine.invalid/blue/acme/shop:${release(number).image.tag}`;
const kept = (number: number, reference = REFERENCE): Release => ({
  ...release(number),
  image: { ...release(number).image, reference },
});

let directory: string;
let engine: RegistryEngine;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'registry-'));
  engine = new RegistryEngine(directory);
  await engine.start();
  configure({ auths: { '10.0.0.5:5000': { auth: Buffer.from('pull:p:w').toString('base64') } } });
});

afterEach(async () => {
  await engine.stop();
  rmSync(directory, { recursive: true });
});

function configure(content: unknown): void {
  mkdirSync(join(directory, 'client'), { recursive: true });
  writeFileSync(join(directory, 'client/config.json'), typeof content === 'string' ? content : JSON.stringify(content));
}

const session = (): Session =>
  new Session(new Workspace(directory, BLUE), {
    DOCKER_HOST: engine.host,
    DOCKER_CONFIG: join(directory, 'client'),
    PATH: `${directory}:${process.env.PATH ?? ''}`,
  });
const bring = (one: Release, registry: RegistryDescription | undefined = REGISTRY): Promise<void> =>
  bringImage(session(), registry, PLACE, one);

describe('an image that is kept', () => {
  const push = (registry?: RegistryDescription, image = release(1).image): ReturnType<typeof keepImage> =>
    keepImage(session(), registry, PLACE, image, () => undefined);

  beforeEach(() => {
    engine.images.set(release(1).image.id, release(1).image.id);
    engine.lines = [{ status: 'pushing' }, { aux: { Tag: release(1).image.tag, Digest: DIGEST, Size: 7 } }, { status: 'done' }];
  });

  test('is pushed under the name of its tenant, and has its digest; its name of the registry is gone', async () => {
    await expect(push(REGISTRY)).resolves.toEqual({ ...release(1).image, reference: REFERENCE });
    expect(engine.requests).toEqual([{ path: '/images/10.0.0.5:5000/acme/shop/push', query: { tag: release(1).image.tag }, login: LOGIN }]);
    expect([...engine.images.keys()]).toEqual([release(1).image.id]);
  });

  test('is not pushed without a registry, nor a second time, and is after the registry is another one', async () => {
    await expect(push(undefined)).resolves.toEqual(release(1).image);
    await expect(push(REGISTRY, kept(1).image)).resolves.toEqual(kept(1).image);
    expect(engine.requests).toEqual([]);
    expect(isKept({ ...REGISTRY, address: '10.0.0.5:50' }, kept(1).image)).toBe(false);
    await expect(push(REGISTRY, kept(1, `10.0.0.6:5000/acme/shop@${DIGEST}`).image)).resolves.toMatchObject({ reference: REFERENCE });
  });

  test.each([
    [
      'RegistryUntrusted',
      { errorDetail: { message: 'x509: certificate signed by unknown authority' }, error: 'other' },
      'certs.d/10.0.0.5:5000',
    ],
    ['RegistryUntrusted', { error: 'http: server gave HTTP response to HTTPS client' }, 'ca.crt'],
    ['RegistryRefused', { error: 'unauthorized: authentication required' }, 'docker login --username push --password-stdin 10.0.0.5:5000'],
    ['RegistryUnreachable', { error: 'dial tcp 10.0.0.5:5000: connect: no route to host' }, 'has to reach it'],
  ])('is refused as %s when the engine says so on the way', async (code, line, fix) => {
    engine.lines = [{ status: 'pushing' }, line];
    await expect(push(REGISTRY)).rejects.toMatchObject({ code, message: expect.stringContaining(fix) as string });
    expect([...engine.images.keys()]).toEqual([release(1).image.id]);
  });

  test('is an error where the engine tells no digest', async () => {
    engine.lines = [{ status: 'done' }];
    await expect(push(REGISTRY)).rejects.toMatchObject({ code: 'RegistryUnreachable' });
  });
});

describe('an image that the engine has not got', () => {
  test('comes by its digest, gets its name, and loses that of the registry', async () => {
    engine.pulled = release(1).image.id;
    engine.images.set(release(1).image.id, release(1).image.id);
    engine.images.delete(release(1).image.id);
    const pulling: string[] = [];
    // The engine knows it by its id as soon as it is there.
    const original = engine.images.set.bind(engine.images);
    engine.images.set = (key, id) => {
      original(id, id);
      return original(key, id);
    };
    await bringImage(session(), REGISTRY, PLACE, kept(1), (place, address, pull) => {
      pulling.push(`${place.toString()} ${address}`);
      return pull();
    });
    expect(engine.requests).toEqual([
      { path: '/images/create', query: { fromImage: '10.0.0.5:5000/acme/shop', tag: DIGEST }, login: LOGIN },
    ]);
    expect(engine.images.get(name(1))).toBe(release(1).image.id);
    expect(engine.images.has(REFERENCE)).toBe(false);
    expect(pulling).toEqual(['acme/shop 10.0.0.5:5000']);
    await bring(kept(1));
    expect(engine.requests).toHaveLength(1);
  });

  test('is refused where it is another one, and leaves nothing', async () => {
    engine.pulled = release(2).image.id;
    await expect(bring(kept(1))).rejects.toMatchObject({
      code: 'ReleaseImageChanged',
      message: expect.stringContaining(`is ${release(2).image.id} on this engine`) as string,
    });
    expect([...engine.images.keys()]).toEqual([]);
  });

  test.each([
    ['no registry', undefined, 'the platform names no registry'],
    ['another one', { address: '10.0.0.6:5000', isHosted: false }, 'the platform names 10.0.0.6:5000'],
    ['one that begins the same', { address: '10.0.0.5:50', isHosted: false }, 'the platform names 10.0.0.5:50,'],
  ])('does not come from a registry where the program names %s', async (_, registry, problem) => {
    const refused = bringImage(session(), registry, PLACE, kept(1));
    await expect(refused).rejects.toMatchObject({
      code: 'RegistryForeign',
      message: expect.stringContaining(`${problem.replace(/,$/, '')};`) as string,
    });
    expect(engine.requests).toEqual([]);
  });

  test.each([
    [404, 'manifest for 10.0.0.5:5000/acme/shop not found: manifest unknown', 'RegistryImageMissing'],
    [500, 'Get "https://10.0.0.5:5000/v2/": no basic auth credentials', 'RegistryRefused'],
    [500, 'Get "https://10.0.0.5:5000/v2/": tls: failed to verify certificate: x509: unknown authority', 'RegistryUntrusted'],
  ])('is an error of its own when the engine answers %d: %s', async (status, message, code) => {
    engine.refusal = { status, message };
    await expect(bring(kept(1))).rejects.toMatchObject({ code, message: expect.stringContaining(`pulling ${REFERENCE}`) as string });
  });

  test('is missing where no registry has it', async () => {
    await expect(bring(release(1))).rejects.toMatchObject({ code: 'ReleaseImageMissing' });
    await expect(checkAvailable(session(), PLACE, release(1))).rejects.toMatchObject({ code: 'ReleaseImageMissing' });
    await expect(checkAvailable(session(), PLACE, kept(1))).resolves.toBeUndefined();
  });

  test('is not asked for where the engine has it under another name, or another one under its name', async () => {
    engine.images.set(release(1).image.id, release(1).image.id);
    await expect(bring(kept(1))).rejects.toMatchObject({ code: 'ReleaseImageMissing' });
    engine.images.clear();
    engine.images.set(name(1), release(2).image.id);
    await expect(bring(kept(1))).rejects.toMatchObject({ code: 'ReleaseImageChanged' });
    await expect(checkAvailable(session(), PLACE, kept(1))).rejects.toMatchObject({ code: 'ReleaseImageChanged' });
    expect(engine.requests).toEqual([]);
  });
});

describe('who pulls', () => {
  const loginOf = async (): Promise<unknown> => {
    engine.pulled = release(2).image.id;
    await bring(kept(1)).catch(() => undefined);
    return engine.requests.at(-1)?.login;
  };
  const helper = (answer: string): void => {
    const script = `#!/bin/sh\n[ "$1" = get ] && [ "$(cat)" = 10.0.0.5:5000 ] && printf '%s' '${answer}'\n`;
    writeFileSync(join(directory, 'docker-credential-test'), script, { mode: 0o755 });
  };

  test.each([
    {},
    { auths: {} },
    { auths: { '10.0.0.5:5000': {} } },
    { auths: [] },
    { auths: { other: { auth: 'YTpi' } } },
    'no JSON',
    '[]',
  ])('is nobody with a configuration of %j', async (content) => {
    configure(content);
    expect(await loginOf()).toBeUndefined();
  });

  test.each([{ credsStore: 'test' }, { credHelpers: { '10.0.0.5:5000': 'test' }, credsStore: 'other' }])(
    'is who the helper of %j names',
    async (content) => {
      configure(content);
      helper('{"ServerURL":"10.0.0.5:5000","Username":"pull","Secret":"p:w"}');
      expect(await loginOf()).toEqual(LOGIN);
    },
  );

  test('is nobody where the helper has no answer', async () => {
    configure({ credsStore: 'test' });
    helper('credentials not found');
    expect(await loginOf()).toBeUndefined();
    configure({ credsStore: '../test' });
    expect(await loginOf()).toBeUndefined();
  });
});
