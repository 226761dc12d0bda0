import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AppImage,
  BuildNetwork,
  BuildSecret,
  ImageBuilder,
  ImageReference,
  PackageSettings,
  type DirectoryImageProps,
} from '../../../constructs';
import { Testing } from '../../../constructs/cdktf/framework';
import { pathFromStack } from '../../../constructs/cdktf/output';
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

function imageName(props?: DirectoryImageProps): string {
  return AppImage.fromDirectory(tenant(), 'Image', directory, props).imageName;
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

  expect(() => imageName()).toThrow(
    new Error(
      `DockerfileMissing: acme/Image: directory ${JSON.stringify(directory)} has no Dockerfile; add one, name another directory, or let AppImage.fromSource write it`,
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

describe('options of a build', () => {
  const NPM = BuildSecret.fromFile('npm', '.npmrc');

  test('reach the provider; of a secret only where it is', () => {
    const stack = tenant();
    AppImage.fromDirectory(stack, 'Image', directory, {
      from: { BASE: IMAGE },
      buildArgs: { VERSION: '${1}' },
      secrets: [BuildSecret.fromFile('ca', join(directory, '../${CA}.pem')), BuildSecret.fromEnvironment('npm', 'NPM_AUTH')],
      network: BuildNetwork.none(),
      target: 'runtime',
    });

    DockerTemplate.of(stack)
      .resourceAt('docker_image', 'acme/Image')
      .has({
        build: {
          build_args: { BASE: IMAGE.imageName, VERSION: '$${1}' },
          secrets: [
            { id: 'ca', src: pathFromStack(stack, join(directory, '../$${CA}.pem')) },
            { id: 'npm', env: 'NPM_AUTH' },
          ],
          network_mode: 'none',
          target: 'runtime',
        },
      });
  });

  test('a log is written beside the configuration', () => {
    const stack = tenant();
    AppImage.fromDirectory(stack, 'Image', directory);
    DockerTemplate.of(stack)
      .resourceAt('docker_image', 'acme/Image')
      .has({ build: { build_log_file: 'shop-3bbad039.build.log' } });
  });

  test.each<[string, DirectoryImageProps]>([
    ['an argument', { buildArgs: { VERSION: '1' } }],
    ['a secret', { secrets: [NPM] }],
    ['no network', { network: BuildNetwork.none() }],
    ['a stage', { target: 'runtime' }],
  ])('%s makes another tag', (_, props) => {
    expect(imageName(props)).not.toBe(imageName());
  });

  test.each<[string, DirectoryImageProps, DirectoryImageProps]>([
    ['the place of a secret', { secrets: [NPM] }, { secrets: [BuildSecret.fromEnvironment('npm', 'NPM_AUTH')] }],
    ['none of them', {}, { buildArgs: {}, secrets: [], network: BuildNetwork.default() }],
  ])('%s makes no other tag', (_, one, other) => {
    expect(imageName(one)).toBe(imageName(other));
  });

  test.each(['NPM_TOKEN', 'db_password'])('the argument %s is refused as a secret', (name) => {
    expect(() => imageName({ buildArgs: { [name]: 'x' } })).toThrow(
      new Error(
        `SecretInBuildArgument: acme/Image: build argument ${name} looks like a secret, and its value would be readable in the image, its history and the state; give it as BuildSecret.fromFile or BuildSecret.fromEnvironment among \`secrets\`, or, if all may know it, write it into the Dockerfile`,
      ),
    );
  });

  test('a value that is a secret is refused, and not shown', () => {
    expect(() => imageName({ buildArgs: { REGISTRY: 'https://me:hidden@npm.test/' } })).toThrow(/^SecretInBuildArgument: (?!.*hidden)/);
  });

  test.each<[DirectoryImageProps, string]>([
    [
      { buildArgs: { 'A-B': 'x' } },
      'BuildArgumentInvalid: acme/Image: build argument "A-B" must be letters, digits and "_", no digit first, as its ARG line has it; use a name such as VERSION',
    ],
    [
      { from: { BASE: IMAGE }, buildArgs: { BASE: 'x' } },
      'BuildArgumentInvalid: acme/Image: build argument BASE is "x" in `buildArgs` and an image in `from`, and must be one of them; take it out of one',
    ],
    [
      { secrets: [BuildSecret.fromFile('a,b', 'x')] },
      'BuildSecretInvalid: acme/Image: build secret "a,b" must have an id of letters, digits, ".", "_" and "-", a letter or digit first; use a name such as "npm"',
    ],
    [
      { secrets: [BuildSecret.fromEnvironment('npm', 'A-B')] },
      'BuildSecretInvalid: acme/Image: build secret npm of variable "A-B" must name a variable by letters, digits and "_", no digit first; use a name such as NPM_TOKEN',
    ],
    [
      { secrets: [NPM, NPM] },
      'BuildSecretInvalid: acme/Image: build secret "npm" must be given once, and `secrets` has ["npm","npm"]; use another id',
    ],
    [
      { target: '' },
      'BuildTargetInvalid: acme/Image: build target "" must be the name of a stage, letters, digits, ".", "_" and "-" with a letter first; use the name after AS in the Dockerfile',
    ],
  ])('%j is refused', (props, message) => {
    expect(() => imageName(props)).toThrow(new Error(message));
  });

  test.each(['', 'a,b', 'a"b', 'a\nb'])('the file %j of a secret is refused', (path) => {
    expect(() => imageName({ secrets: [BuildSecret.fromFile('npm', path)] })).toThrow(
      `BuildSecretInvalid: acme/Image: build secret npm of file ${JSON.stringify(path)} must have a path without quotes, commas and control characters`,
    );
  });
});

describe('settings of the machine', () => {
  const DOCKERFILE = 'FROM scratch\nRUN npm ci\n';
  const { SSL_CERT_FILE: before } = process.env;

  interface Build {
    readonly dockerfile?: string;
    readonly secrets?: readonly { readonly id: string; readonly src: string }[];
  }

  /** The build of an image, and the files beside its stack. */
  function built(props?: DirectoryImageProps): {
    readonly name: string;
    readonly build: Build;
    readonly files: ReadonlyMap<string, string>;
  } {
    const stack = tenant();
    const { imageName: name } = AppImage.fromDirectory(stack, 'Image', directory, props);
    const { build } = DockerTemplate.of(stack).resourceAt('docker_image', 'acme/Image').values as { readonly build: Build };
    const output = Testing.fullSynth(stack);
    const written = readdirSync(join(output, 'stacks/acme')).filter((file) => file.includes('Dockerfile'));
    const files = new Map(written.map((file) => [file, readFileSync(join(output, 'stacks/acme', file), 'utf8')]));
    rmSync(output, { recursive: true });
    return { name, build, files };
  }

  beforeEach(() => {
    process.env.SSL_CERT_FILE = join(directory, '../ca.pem');
    write('../ca.pem', 'authority');
    write('Dockerfile', DOCKERFILE);
  });

  afterEach(() => {
    if (before === undefined) delete process.env.SSL_CERT_FILE;
    else process.env.SSL_CERT_FILE = before;
  });

  test('are mounted by a Dockerfile beside the stack, and the one of the directory stays as it is', () => {
    const { name, build, files } = built({ secrets: [BuildSecret.fromEnvironment('own', 'OWN')] });
    const [file = '', text = ''] = [...files][0] ?? [];

    expect(file).toMatch(new RegExp(`^shop-${name.split(':').at(-1) ?? ''}-[0-9a-f]{8}\\.settings\\.Dockerfile$`));
    expect(files.size).toBe(1);
    expect(build.dockerfile?.split('/').at(-1)).toBe(file);
    expect(text).toMatch(/^FROM scratch\nARG SSL_CERT_FILE=.*\nRUN --mount=type=secret,id=appengine-ca,target=.* npm ci\n$/);
    expect(build.secrets?.find(({ id }) => id === 'appengine-ca')?.src).toMatch(/\/ca\.pem$/);
    expect(build.secrets?.at(-1)).toEqual({ id: 'own', env: 'OWN' });
    expect(readFileSync(join(directory, 'Dockerfile'), 'utf8')).toBe(DOCKERFILE);
  });

  test('are no part of the tag, whether there are any or not', () => {
    const { name } = built();
    write('../ca.pem', 'another');
    expect(built().name).toBe(name);
    rmSync(process.env.SSL_CERT_FILE ?? '');
    expect(built().name).toBe(name);
    expect(built({ packageSettings: PackageSettings.none() }).name).toBe(name);
    write('Dockerfile', `${DOCKERFILE}USER 1\n`);
    expect(built().name).not.toBe(name);
  });

  test.each<[string, DirectoryImageProps]>([
    ['they are switched off', { packageSettings: PackageSettings.none() }],
    ['the engine builds', { builder: ImageBuilder.engine() }],
  ])('the Dockerfile of the directory is built where %s', (_, props) => {
    const { build, files } = built(props);
    expect([build.dockerfile, build.secrets, files.size]).toEqual([undefined, undefined, 0]);
  });

  test('a Dockerfile that is no text is built as it is', () => {
    writeFileSync(join(directory, 'Dockerfile'), Buffer.from('FROM scratch\nRUN \xff\n', 'latin1'));
    expect(built().build.dockerfile).toBeUndefined();
  });

  test('what the build does not see stays so', () => {
    write('.dockerignore', 'a');
    expect([...built().files.keys()]).toEqual([expect.stringMatching(/\.settings\.Dockerfile$/)]);
    write('Dockerfile.dockerignore', ' #b\n\n!c');
    const { files } = built();
    const [ignored = ''] = [...files.keys()].filter((file) => file.endsWith('.dockerignore'));
    expect(files.has(ignored.replace(/\.dockerignore$/, ''))).toBe(true);
    expect(files.get(ignored)).toBe(' #b\n\n!c');
  });
});
