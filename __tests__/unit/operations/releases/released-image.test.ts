import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance } from '../../../../constructs';
import { ReleaseFile } from '../../../../constructs/release/release-file';
import { ReleasePlace } from '../../../../constructs/release/release-place';
import { releaseStatuses } from '../../../../operations/releases/release-status';
import { checkImage } from '../../../../operations/releases/released-image';
import { Session } from '../../../../operations/session';
import { Workspace } from '../../../../operations/workspace';
import { release } from '../../../fixture/release';

const BLUE = new Instance({ name: 'blue', projectDirectory: '/' });
const PLACE = ReleasePlace.parse('acme/shop');
const idOf = (number: number): string => release(number).image.id;
const nameOf = (number: number): string => `appengine.invalid/blue/acme/shop:${release(number).image.tag}`;

let directory: string;
let server: Server;
/** Ids of the images, by all that leads to them. */
let images: Record<string, string>;
let containers: object[];

beforeEach(async () => {
  [directory, images, containers] = [mkdtempSync(join(tmpdir(), 'released-')), {}, []];
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '', 'http://engine').pathname);
    const [, name = ''] = /^\/images\/(.*)\/json$/.exec(path) ?? [];
    const answer = (status: number, body: unknown): void => void response.writeHead(status).end(JSON.stringify(body));
    if (path === '/containers/json') answer(200, containers);
    else if (path.startsWith('/containers/'))
      answer(200, { State: { ExitCode: 1, Health: { Log: [{ Output: 'GET /healthz: status 503\n' }] } } });
    else if (images[name] === undefined) answer(404, { message: 'no such image' });
    else answer(200, { Id: images[name] });
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

test('an image that is the one of the release is accepted', async () => {
  images = { [nameOf(1)]: idOf(1) };
  await expect(checkImage(session(), PLACE, release(1))).resolves.toBeUndefined();
});

test.each<[string, Record<string, string>, string, string]>([
  ['another one', { [nameOf(1)]: idOf(2) }, 'ReleaseImageChanged', `docker image rm ${nameOf(1)}`],
  [
    'another one, and its own is there',
    { [nameOf(1)]: idOf(2), [idOf(1)]: idOf(1) },
    'ReleaseImageChanged',
    `docker tag ${idOf(1)} ${nameOf(1)}`,
  ],
  ['gone', {}, 'ReleaseImageMissing', `git checkout ${'1'.repeat(40)} -- apps/shop && npx appengine release build acme/shop`],
  ['without its name', { [idOf(1)]: idOf(1) }, 'ReleaseImageMissing', `docker tag ${idOf(1)} ${nameOf(1)}`],
])('an image that is %s is refused, with the command that helps', async (_, found, code, fix) => {
  images = found;
  await expect(checkImage(session(), PLACE, release(1))).rejects.toMatchObject({ code, message: expect.stringContaining(fix) as string });
});

test('the engine says what became of each release', async () => {
  images = { [nameOf(1)]: idOf(1), [nameOf(2)]: idOf(2), [nameOf(3)]: idOf(9) };
  const Labels = { 'appengine.app': 'shop' };
  containers = [
    { Id: 'a', Names: ['/blue-acme-shop-1'], Labels, ImageID: idOf(1), State: 'running' },
    { Id: 'b', Names: ['/blue-acme-shop-1-aa-failed'], Labels, ImageID: idOf(2), State: 'exited' },
    { Id: 'c', Names: ['/blue-acme-other-1'], Labels: { 'appengine.app': 'other' }, ImageID: idOf(1), State: 'running' },
  ];
  const file = [2, 3, 4].reduce((all, number) => all.with(release(number)), ReleaseFile.first(release(1))).at(2);
  const statuses = await releaseStatuses(session(), PLACE, file);
  expect(
    statuses.map(({ release: { number }, isCurrent, image, running, failure }) => ({ number, isCurrent, image, running, failure })),
  ).toEqual([
    { number: 4, isCurrent: false, image: 'missing', running: [], failure: undefined },
    { number: 3, isCurrent: false, image: 'changed', running: [], failure: undefined },
    {
      number: 2,
      isCurrent: true,
      image: 'kept',
      running: [],
      failure: { container: 'blue-acme-shop-1-aa-failed', reason: 'GET /healthz: status 503' },
    },
    { number: 1, isCurrent: false, image: 'kept', running: ['blue-acme-shop-1'], failure: undefined },
  ]);
});
