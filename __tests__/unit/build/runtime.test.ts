import { Runtime } from '../../../constructs';
import { GIVEN, dockerfile, planOf, type Files } from '../../fixture/plans';
import { removeSources, sources } from '../../fixture/sources';

afterAll(removeSources);

const LOCK = { 'package-lock.json': '{}' };

test.each<[runtime: string, because: string, files: Files]>([
  ['dockerfile', 'Dockerfile', { Dockerfile: 'FROM scratch', 'package.json': {} }],
  ['go', 'go.mod', { 'go.mod': 'module shop', 'package.json': {} }],
  ['java', 'pom.xml', { 'pom.xml': '<project/>', 'package.json': {} }],
  ['java', 'build.gradle.kts', { 'build.gradle.kts': '', gradlew: '' }],
  ['php', 'composer.json', { 'composer.json': {}, 'package.json': {}, 'public/index.php': '' }],
  ['php', 'public/index.php', { 'public/index.php': '' }],
  ['ruby', 'Gemfile', { Gemfile: '', 'Gemfile.lock': '    puma (6)', 'config.ru': '', 'package.json': {} }],
  ['python', 'requirements.txt', { 'requirements.txt': '', 'package.json': {} }],
  ['python', 'manage.py', { 'manage.py': '' }],
  ['python', 'app.py', { 'app.py': '' }],
  [
    'node',
    'package.json',
    { 'package.json': { dependencies: { express: '5' }, devDependencies: { vite: '7' }, scripts: { build: 'vite build' } } },
  ],
  ['node', 'server.js', { 'server.js': '' }],
  ['static-site', 'package.json', { 'package.json': { devDependencies: { vite: '7' }, scripts: { build: 'vite build' } } }],
  ['static-site', 'public/index.html', { 'public/index.html': '' }],
])('%s, because of %s', (name, because, files) => {
  expect(Runtime.detect(sources(files).path)).toMatchObject({ runtime: { name }, because: expect.arrayContaining([because]) });
});

test('sources of no known kind are refused, with what would do', () => {
  expect(() => Runtime.detect(sources({ 'notes.txt': '' }).path)).toThrow(
    /^RuntimeUnknown: .* has none of Dockerfile, go\.mod, pom\.xml, build\.gradle, composer\.json, Gemfile, package\.json/,
  );
  expect(() => Runtime.detect('/nowhere/shop')).toThrow(/^SourceMissing: source directory "\/nowhere\/shop" cannot be read \(ENOENT\)/);
  expect(() => Runtime.detect(sources({ 'package.json': 'x' }).path)).toThrow(/^SourceInvalid: .* must be a JSON object/);
});

describe('node', () => {
  test.each<[string, Files, RegExp]>([
    ['npm', { 'package-lock.json': '{}' }, /COPY package\.json package-lock\.json \.\/\n[^]*npm ci --omit=dev/],
    [
      'pnpm',
      { 'pnpm-lock.yaml': '' },
      /npm install --global pnpm@10\.[^]*COPY package\.json pnpm-lock\.yaml \.\/\n[^]*pnpm install --frozen-lockfile --prod\b/,
    ],
    ['yarn 1', { 'yarn.lock': '# yarn lockfile v1' }, /yarn@1\.22\.22[^]*yarn install --frozen-lockfile --production=true/],
    ['yarn 4', { 'yarn.lock': '__metadata:\n  version: 8' }, /@yarnpkg\/cli-dist@4[^]*yarn workspaces focus --all --production/],
  ])('%s is the one of the lock file', (_, lock, expected) => {
    expect(dockerfile({ 'package.json': { dependencies: { express: '5' } }, 'index.js': '', ...lock })).toMatch(expected);
  });

  test('the version that the project names counts', () => {
    const files = {
      'package.json': { packageManager: 'pnpm@9.15.0+sha512.ab', dependencies: { a: '1' } },
      'pnpm-lock.yaml': '',
      'index.js': '',
    };
    expect(dockerfile(files)).toContain('npm install --global pnpm@9.15.0');
  });

  test('packages for development are there for its build alone', () => {
    const text = dockerfile({
      'package.json': {
        scripts: { build: 'tsc', start: 'node dist/main.js', prepare: 'husky' },
        dependencies: { a: '1' },
        devDependencies: { b: '1' },
      },
      '.npmrc': '',
      ...LOCK,
    });

    expect(text).toMatch(
      /AS dependencies\n[^]*npm pkg delete scripts\.prepare \\\n && npm ci --omit=dev[^]*AS application\n[^]*npm ci --include=dev/,
    );
    expect(text).toMatch(/ARG VITE_API_URL\nRUN [^]*--mount=type=secret,id=github \\\n +npm run build\n/);
    expect(text).toMatch(/rm -rf node_modules \.npmrc/);
  });

  test('Next.js and Nuxt have all in what they build', () => {
    const next = dockerfile({
      'package.json': { scripts: { build: 'next build', start: 'next start' }, dependencies: { next: '16' } },
      ...LOCK,
    });
    expect(next).toContain('NEXT_PRIVATE_STANDALONE="true"');
    // Of a changed source one layer is another one.
    expect(next.slice(next.indexOf('# The image.')).match(/COPY .*/g)).toEqual([
      'COPY --from=system / /',
      'COPY --from=application /app/.next/standalone ./',
    ]);
    expect(next).toContain('mkdir -p public && cp -aT public .next/standalone/public');
    expect(next).not.toContain('AS dependencies');

    expect(dockerfile({ 'package.json': { scripts: { build: 'nuxt build' }, dependencies: { nuxt: '4' } }, ...LOCK })).toContain(
      'CMD ["node", ".output/server/index.mjs"]',
    );
  });

  test.each<[string, Files, readonly string[]]>([
    ['its Procfile', { Procfile: 'web: node a.js', 'package.json': { scripts: { start: 'node b.js' } } }, ['node', 'a.js']],
    ['its script', { 'package.json': { scripts: { start: 'node b.js' }, main: 'c.js' }, 'c.js': '' }, ['node', 'b.js']],
    [
      'a program of a package',
      { 'package.json': { scripts: { start: 'serve -l 8080' } } },
      ['node', 'node_modules/.bin/serve', '-l', '8080'],
    ],
    ['its main', { 'package.json': { main: 'c.js' }, 'c.js': '', 'server.js': '' }, ['node', 'c.js']],
    ['a usual name', { 'server.js': '' }, ['node', 'server.js']],
  ])('starts by %s', (_, files, words) => {
    expect(dockerfile(files)).toContain(`CMD ${JSON.stringify(words).replaceAll('","', '", "')}`);
  });

  test('refuses packages without a lock file, and a start that needs a shell', () => {
    expect(() => planOf({ 'package.json': { dependencies: { a: '1' } }, 'index.js': '' })).toThrow(
      /^SourceIncomplete: .* must have a lock file/,
    );
    expect(() => planOf({ 'package.json': { scripts: { start: 'npm run a && node b' } } })).toThrow(
      /^StartCommandUnknown: .*set `command`/,
    );
    expect(planOf({ 'package.json': { scripts: { start: 'a && b' } } }, Runtime.node({ command: ['node', 'b'] })).found).toContain(
      'starts by node b',
    );
  });

  test('packages of Debian are for its build or for its run, by their names', () => {
    const text = dockerfile({ 'server.js': '' }, Runtime.node({ packages: ['ffmpeg'], buildPackages: ['python3', 'make'] }));

    expect(text).toMatch(
      /AS tools\n[^]*install -y --no-install-recommends python3 make[^]*FROM \$\{NODE\}\nUSER 0\nRUN [^]*recommends ffmpeg/,
    );
    expect(() => dockerfile({ 'server.js': '' }, Runtime.node({ packages: ['a; b'] }))).toThrow(
      /^PackageNameInvalid: Debian package "a; b"/,
    );
  });
});

describe('python', () => {
  test.each<[string, Files, RegExp]>([
    [
      'pip',
      { 'requirements.txt': 'fastapi' },
      /COPY requirements\.txt \.\/\n[^]*pip --python \/opt\/venv\/bin\/python install --requirement requirements\.txt/,
    ],
    ['pip with other files', { 'requirements.txt': '-r more.txt\nfastapi', 'more.txt': '' }, /AS dependencies\nCOPY \. \.\n/],
    [
      'uv',
      { 'pyproject.toml': '"fastapi"', 'uv.lock': '' },
      /pip install --break-system-packages uv==[^]*uv sync --frozen --no-dev --no-install-project/,
    ],
    ['poetry', { 'pyproject.toml': 'fastapi = "1"', 'poetry.lock': '' }, /poetry==[^]*poetry install --only main --no-root/],
  ])('%s is the one of the lock file', (_, files, expected) => {
    expect(dockerfile({ ...files, 'main.py': 'app = FastAPI()' })).toMatch(expected);
  });

  test.each<[string, Files, readonly string[]]>([
    [
      'FastAPI',
      { 'requirements.txt': 'fastapi[standard]>=1', 'app/main.py': 'api: FastAPI = FastAPI(title="x")' },
      ['uvicorn', 'app.main:api'],
    ],
    [
      'a factory of Flask',
      { 'requirements.txt': 'flask', 'shop/__init__.py': 'def create_app(config=None):' },
      ['gunicorn', 'shop:create_app()'],
    ],
    ['Django', { 'requirements.txt': 'django', 'manage.py': '', 'site_/wsgi.py': '' }, ['gunicorn', 'site_.wsgi']],
    ['its Procfile', { 'requirements.txt': 'flask', Procfile: 'web: gunicorn a:b', 'app.py': 'app = Flask()' }, ['gunicorn', 'a:b']],
    ['a usual name', { 'main.py': 'print()' }, ['python3', 'main.py']],
  ])('starts %s', (_, files, words) => {
    expect(dockerfile(files)).toContain(`CMD ["python3", "/opt/start.py", ${words.map((word) => JSON.stringify(word)).join(', ')}]`);
  });

  test('Django collects its static files where it says where to', () => {
    const files = { 'requirements.txt': 'django==6.0', 'manage.py': '', 'site_/wsgi.py': '' };
    const plan = planOf({ ...files, 'site_/settings.py': 'STATIC_ROOT = BASE_DIR / "static"\nMIDDLEWARE = ["whitenoise"]' });

    expect(plan.dockerfile(GIVEN)).toContain('/opt/venv/bin/python manage.py collectstatic --noinput');
    expect(plan.advice).toEqual([]);
    expect(planOf({ ...files, 'site_/settings.py': '' }).advice).toEqual([
      expect.stringMatching(/^STATIC_ROOT/),
      expect.stringMatching(/^WhiteNoise/),
    ]);
  });

  test('refuses packages that nothing locks, advises exact versions, and refuses an unknown start', () => {
    expect(() => planOf({ 'pyproject.toml': '' })).toThrow(
      /^SourceIncomplete: .* must have uv\.lock, poetry\.lock or requirements\.txt beside its pyproject\.toml/,
    );
    expect(() => planOf({ 'requirements.txt': 'flask' })).toThrow(/^StartCommandUnknown: /);
    expect(planOf({ 'requirements.txt': 'flask>=3\nclick==8\n-e .\n', 'main.py': '' }).advice).toEqual([
      expect.stringContaining('flask>=3 may be'),
    ]);
  });
});

describe('static site', () => {
  test('a generator makes them first', () => {
    const text = dockerfile({ 'package.json': { devDependencies: { vite: '7' }, scripts: { build: 'vite build' } }, ...LOCK });
    expect(text).toMatch(/ARG VITE_API_URL\nRUN [^]*npm run build\n[^]*COPY --from=site \/app\/dist \/srv\/www/);
  });

  test('refuses sources without pages, and a directory elsewhere', () => {
    expect(() => planOf({}, Runtime.staticSite())).toThrow(/^SourceIncomplete: .* must have pages: no index\.html in/);
    expect(() => planOf({}, Runtime.staticSite({ directory: '../x' }))).toThrow(/"\.\.\/x" is no directory below it/);
  });
});

describe('go', () => {
  test('the only program in cmd is it, and of several one has to be named', () => {
    const files = { 'go.mod': 'module shop', 'cmd/a/main.go': 'package main' };
    expect(dockerfile(files)).toContain('-o /out/server ./cmd/a');
    expect(() => planOf({ ...files, 'cmd/b/main.go': 'package main' })).toThrow(
      /^StartCommandUnknown: .* cmd has \.\/cmd\/a, \.\/cmd\/b; set `package`/,
    );
    expect(() => planOf({}, Runtime.go())).toThrow(/^SourceIncomplete: .* must have a go\.mod/);
  });
});
