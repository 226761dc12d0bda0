import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImage, ImageReference } from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

let directory: string;

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'app-image-')), 'shop');
  mkdirSync(join(directory, 'lib'), { recursive: true });
  write('Dockerfile', 'FROM scratch');
  write('lib/a.js', 'a');
});

afterEach(() => {
  rmSync(join(directory, '..'), { recursive: true });
});

function write(path: string, content: string): void {
  writeFileSync(join(directory, path), content, { mode: 0o644 });
}

function imageName(): string {
  return AppImage.fromDirectory(tenant(), 'Image', directory).imageName;
}

test('is named after instance, tenant and directory, and its tag after the content', () => {
  expect(imageName()).toMatch(/^appengine\.invalid\/test\/acme\/shop:[0-9a-f]{12}$/);
  expect(imageName()).toBe(imageName());
});

test.each<[string, () => void]>([
  [
    'content',
    () => {
      write('lib/a.js', 'b');
    },
  ],
  [
    'a new file',
    () => {
      write('b.js', '');
    },
  ],
  [
    'another name',
    () => {
      rmSync(join(directory, 'lib/a.js'));
      write('lib/b.js', 'a');
    },
  ],
  [
    'the executable bit',
    () => {
      chmodSync(join(directory, 'lib/a.js'), 0o755);
    },
  ],
  [
    'a link instead of a file',
    () => {
      rmSync(join(directory, 'lib/a.js'));
      symlinkSync('../Dockerfile', join(directory, 'lib/a.js'));
    },
  ],
  [
    'the Dockerfile',
    () => {
      write('Dockerfile', 'FROM scratch\nUSER 1');
    },
  ],
])('%s makes another tag', (_, change) => {
  const before = imageName();
  change();

  expect(imageName()).not.toBe(before);
});

test('where a link leads to makes another tag, what is there does not', () => {
  mkdirSync(join(directory, '../outside'));
  symlinkSync('../outside', join(directory, 'link'));
  symlinkSync('.', join(directory, 'loop'));
  const before = imageName();

  write('../outside/file', 'x');
  expect(imageName()).toBe(before);

  rmSync(join(directory, 'link'));
  symlinkSync('../elsewhere', join(directory, 'link'));
  expect(imageName()).not.toBe(before);
});

test('what the build does not see makes no other tag', () => {
  write('.dockerignore', 'node_modules\n**/*.test.js\n!keep.test.js');
  const before = imageName();

  mkdirSync(join(directory, 'node_modules'));
  write('node_modules/x.js', 'x');
  write('lib/a.test.js', 'x');
  expect(imageName()).toBe(before);

  write('keep.test.js', 'x');
  expect(imageName()).not.toBe(before);
});

test('the Dockerfile belongs to the content also when it is ignored', () => {
  write('.dockerignore', 'Dockerfile');
  const before = imageName();

  write('Dockerfile', 'FROM scratch\nUSER 1');
  expect(imageName()).not.toBe(before);
});

test('another base makes another tag', () => {
  const built = [IMAGE, ImageReference.digest(`registry.test/other@sha256:${'c'.repeat(64)}`)].map(
    (base) => AppImage.fromDirectory(tenant(), 'Image', directory, { from: { BASE: base } }).imageName,
  );

  expect(built[0]).not.toBe(built[1]);
});

test('is built on the engine from its bases, and stays for a rollback', () => {
  const stack = tenant();
  const { imageName: name } = AppImage.fromDirectory(stack, 'Image', directory, { repository: 'web', from: { BASE: IMAGE } });

  expect(name).toMatch(/^appengine\.invalid\/test\/acme\/web:/);
  DockerTemplate.of(stack)
    .resourceAt('docker_image', 'acme/Image')
    .has({ name, keep_locally: true, build: { build_args: { BASE: IMAGE.imageName } } });
});

test('a directory without a Dockerfile is refused', () => {
  rmSync(join(directory, 'Dockerfile'));

  expect(imageName).toThrow(
    new Error(
      `DockerfileMissing: acme/Image: directory ${JSON.stringify(directory)} has no Dockerfile; add one, or name another directory`,
    ),
  );
});

test.each(['Shop', 'my shop', '', '-shop', 'a/b'])('the repository %j is refused', (repository) => {
  expect(() => AppImage.fromDirectory(tenant(), 'Image', directory, { repository })).toThrow(
    new Error(
      `RepositoryInvalid: acme/Image: image repository ${JSON.stringify(repository)} must be a-z and 0-9 with single ".", "_" or "-" between them; set \`repository\``,
    ),
  );
});
