import { createServer, type Server } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance } from '../../../../constructs';
import { RootImage } from '../../../../constructs/image/root-image';
import { findOutdated, outdatedImages, removeOutdatedImages } from '../../../../operations/disk/outdated-images';
import { EMPTY_STATE, type TerraformState } from '../../../../operations/state/terraform-state';
import { ReleaseFile } from '../../../../constructs/release/release-file';
import { Session } from '../../../../operations/session';
import { Workspace } from '../../../../operations/workspace';
import { release } from '../../../fixture/release';

const BLUE = new Instance({ name: 'blue', projectDirectory: '/' });
const shop = (tag: string): string => `appengine.invalid/blue/acme/shop:${tag}`;

test('the two that got their names last are kept of each repository', () => {
  const images = ['a', 'b', 'c', 'd'].map((tag, age) => ({ name: shop(tag), namedAt: 100 - age }));
  expect(outdatedImages([...images].reverse())).toEqual([shop('c'), shop('d')]);
  expect(outdatedImages([...images.slice(0, 2), { name: 'appengine.invalid/blue/acme/api:a', namedAt: 1 }])).toEqual([]);
});

describe('on an engine', () => {
  let directory: string;
  let server: Server;
  let removed: string[];
  let containers: { Image: string; ImageID: string }[];
  /** Tags in the order of their ages, the youngest first. */
  let tags: string[];

  beforeEach(async () => {
    [directory, removed, containers, tags] = [mkdtempSync(join(tmpdir(), 'outdated-')), [], [], []];
    server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '', 'http://engine').pathname);
      const [, name = ''] = /^\/images\/(.*?)(\/json)?$/.exec(path) ?? [];
      const answer = (status: number, body: unknown): void => void response.writeHead(status).end(JSON.stringify(body));
      if (path === '/containers/json') answer(200, containers);
      else if (path === '/images/json')
        answer(
          200,
          tags.map((tag) => ({ Id: `sha256:${tag}`, RepoTags: [tag] })),
        );
      else if (request.method === 'DELETE') {
        if (!name.endsWith(':busy')) removed.push(name);
        answer(name.endsWith(':busy') ? 409 : 200, []);
      } else answer(200, { Created: '2020-01-01T00:00:00Z', Metadata: { LastTagTime: new Date(9e11 - tags.indexOf(name)).toISOString() } });
    });
    await new Promise<void>((resolve) => server.listen(join(directory, 'docker.sock'), resolve));
  });

  afterEach(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    rmSync(directory, { recursive: true });
  });

  const session = (): Session => new Session(new Workspace(directory, BLUE), { DOCKER_HOST: `unix://${join(directory, 'docker.sock')}` });

  /** @param deployed names of images in the state */
  const clean = (...deployed: readonly string[]): Promise<readonly string[]> => {
    const instances = deployed.map((name) => ({ attributes: { name } }));
    const state: TerraformState = { ...EMPTY_STATE, resources: [{ mode: 'managed', type: 'docker_image', name: 'Image', instances }] };
    return removeOutdatedImages(session(), state);
  };

  test('what containers and the state refer to is never removed, and does not count', async () => {
    tags = ['new', 'one', 'two', 'three', 'busy', 'job', 'byname', 'byid'].map(shop);
    containers = [
      { Image: shop('new'), ImageID: `sha256:${shop('new')}` },
      { Image: shop('byname'), ImageID: 'sha256:gone' },
      { Image: 'sha256:abc', ImageID: `sha256:${shop('byid')}` },
    ];

    await expect(clean(shop('job'))).resolves.toEqual([shop('three')]);
    expect(removed).toEqual([shop('three')]);
  });

  describe('with releases', () => {
    const write = (text: string): void => {
      mkdirSync(join(directory, 'releases', 'acme'), { recursive: true });
      writeFileSync(join(directory, 'releases', 'acme', 'shop.json'), text);
    };
    const released = (number: number): string => shop(release(number).image.tag);

    beforeEach(() => {
      write(ReleaseFile.first(release(1)).with(release(2)).render());
      tags = [...['young', 'younger', 'old', 'older'].map(shop), released(2), released(1), 'appengine.invalid/blue/acme/api:a'];
    });

    test('images that a release names stay beside the two youngest', async () => {
      await expect(clean(released(2))).resolves.toEqual([shop('old'), shop('older')]);
    });

    test('where a file cannot be read, a deploy removes nothing, and a prune is refused', async () => {
      write('{}');
      await expect(clean(released(2))).resolves.toEqual([]);
      await expect(findOutdated(session(), [])).rejects.toMatchObject({ code: 'ReleaseInvalid' });
    });

    test('a prune is about all images of the installation, and about no other ones', async () => {
      tags = [
        ...tags,
        ...['a', 'b', 'c'].map((tag) => `appengine.invalid/blue/gone/shop:${tag}`),
        ...['a', 'b', 'c'].map((tag) => `other:${tag}`),
      ];
      await expect(findOutdated(session(), [released(2)])).resolves.toEqual([
        shop('old'),
        shop('older'),
        'appengine.invalid/blue/gone/shop:c',
      ]);
      expect(removed).toEqual([]);
    });
  });

  test('the root images of this version stay, whatever their age', async () => {
    const base = RootImage.base(BLUE).name;
    const router = 'appengine.invalid/blue/router:a';
    tags = ['a', 'b', 'c'].map((tag) => `appengine.invalid/blue/base:${tag}`).concat(base);

    await expect(clean(router)).resolves.toEqual(['appengine.invalid/blue/base:c']);
  });

  test('images of other stacks, other instances and of anybody stay', async () => {
    const others = ['blue/acme2/shop', 'blue/shop', 'blues/acme/shop'].map((name) => `appengine.invalid/${name}`);
    tags = ['nginx', ...others].flatMap((repository) => ['a', 'b', 'c', 'd'].map((tag) => `${repository}:${tag}`));

    await expect(clean(shop('a'), 'nginx:a')).resolves.toEqual([]);
    await expect(clean()).resolves.toEqual([]);
  });
});
