import { describeDisk } from '../../../../cli/render/disk';
import { Instance } from '../../../../constructs';
import { diskUsage, usageOf, type DiskAnswer } from '../../../../operations/disk/disk-usage';
import { sessionOf } from '../../../fixture/session';

const BLUE = new Instance({ name: 'blue', projectDirectory: '/' });
const MEBIBYTE = 1 << 20;

function image(id: string, ...names: readonly string[]): NonNullable<DiskAnswer['Images']>[number] {
  return { Id: id, RepoTags: names, Size: 10 * MEBIBYTE, SharedSize: 8 * MEBIBYTE };
}

const ANSWER: DiskAnswer = {
  LayersSize: 400 * MEBIBYTE,
  Images: [
    image('new', 'appengine.invalid/blue/acme/shop:b'),
    image('old', 'appengine.invalid/blue/acme/shop:a'),
    image('root', 'appengine.invalid/blue/base:a'),
    image('theirs', 'nginx:1', 'appengine.invalid/green/shop:a'),
    { ...image('nameless'), RepoTags: null },
  ],
  Containers: [
    { Names: ['/blue-acme-shop-1-8c1f'], ImageID: 'new', Labels: { 'appengine.instance': 'blue' } },
    { Names: ['/blue-acme-shop-1-77aa-failed'], ImageID: 'new', Labels: { 'appengine.instance': 'blue' }, SizeRw: 3 * MEBIBYTE },
    { Names: ['/green-shop-failed'], ImageID: 'theirs', Labels: { 'appengine.instance': 'green' }, SizeRw: MEBIBYTE },
    { Names: ['/task-failed'], ImageID: 'theirs', Labels: null },
  ],
  BuildCache: [{ Size: 5 * MEBIBYTE, Shared: false }, { Size: 7 * MEBIBYTE, Shared: true }, { Size: MEBIBYTE }],
};

test('images, the earlier ones among them, build cache and failed containers are told', () => {
  expect(usageOf(ANSWER, BLUE)).toEqual({
    images: { count: 3, earlier: 1, earlierBytes: 2 * MEBIBYTE, engineBytes: 400 * MEBIBYTE },
    buildCache: { bytes: 6 * MEBIBYTE },
    failedContainers: { names: ['blue-acme-shop-1-77aa-failed'], bytes: 3 * MEBIBYTE },
  });
});

test('an engine that has nothing says null', () => {
  expect(usageOf({ Images: null, Containers: null, BuildCache: null }, BLUE)).toEqual({
    images: { count: 0, earlier: 0, earlierBytes: 0, engineBytes: 0 },
    buildCache: { bytes: 0 },
    failedContainers: { names: [], bytes: 0 },
  });
});

test('where the engine does not tell, nothing is said', async () => {
  await expect(diskUsage(sessionOf(BLUE, { DOCKER_HOST: 'unix:///nowhere/docker.sock' }))).resolves.toBeUndefined();
  expect(describeDisk(undefined)).toEqual([{ subject: 'Disk', detail: 'the engine does not say within 5 s what is taken' }]);
});

test('for people it is a line each', () => {
  expect(describeDisk(usageOf(ANSWER, BLUE))).toEqual([
    { subject: 'Images', detail: '400.0 MiB on the engine; 3 ours, 1 earlier (2.0 MiB)' },
    { subject: 'Build cache', detail: '6.0 MiB, of all builds on the engine', free: 'docker builder prune --all' },
    { subject: 'Failed', detail: '1 container kept for a look, 3.0 MiB', free: 'docker rm blue-acme-shop-1-77aa-failed' },
  ]);
});
