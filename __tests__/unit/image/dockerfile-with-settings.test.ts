import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { PackageSettings } from '../../../constructs';
import { dockerfileWithSettings, withoutSettings } from '../../../constructs/image/dockerfile-with-settings';

const CA = ' --mount=type=secret,id=appengine-ca,target=/run/secrets/appengine-ca,mode=0444';
const CA_VARIABLES = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'PIP_CERT', 'GIT_SSL_CAINFO'];
const CA_ARG = `ARG ${CA_VARIABLES.map((name) => `${name}=/run/secrets/appengine-ca`).join(' ')}\n`;

jest.mock('node:os', () => ({ ...jest.requireActual<object>('node:os'), homedir: jest.fn() }));

let home: string;
const before = { ...process.env };

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
  jest.mocked(homedir).mockReturnValue(home);
  process.env.SSL_CERT_FILE = join(home, 'ca.pem');
  // Others are the machine's, whatever it has.
  process.env.PIP_CONFIG_FILE = join(home, 'pip.conf');
  Object.assign(process.env, { NETRC: '', NPM_CONFIG_USERCONFIG: '', UV_CONFIG_FILE: '', GOENV: '', BUNDLE_USER_CONFIG: '' });
});

afterEach(() => {
  rmSync(home, { recursive: true });
  process.env = { ...before };
});

function has(path: string, content = ''): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), content);
}

function built(text: string): string | undefined {
  return dockerfileWithSettings(text, PackageSettings.ofMachine())?.text;
}

/** Ids of what a Dockerfile is given. */
function given(text: string): readonly string[] {
  return (dockerfileWithSettings(text, PackageSettings.ofMachine())?.secrets ?? []).map(({ id }) => id.replace(/^appengine-/, ''));
}

test('every step has the files and the variables that name them, once a stage, and the rest stays as it is', () => {
  has('ca.pem');
  const text = `# syntax=docker/dockerfile:1
FROM node AS build
WORKDIR /app
# Packages.
RUN npm ci \\
    # all of them
 && npm run build
run --mount=type=cache,target=/c ["npm", "test"]

FROM build AS other
ONBUILD RUN npm ci
COPY <<RUN /etc/motd
RUN npm ci
RUN
FROM scratch
FROM other
USER node
\tRUN <<EOF
RUN x
EOF
`;
  expect(built(text)).toBe(`# syntax=docker/dockerfile:1
FROM node AS build
WORKDIR /app
# Packages.
${CA_ARG}RUN${CA} npm ci \\
    # all of them
 && npm run build
run${CA} --mount=type=cache,target=/c ["npm", "test"]

FROM build AS other
ONBUILD RUN npm ci
COPY <<RUN /etc/motd
RUN npm ci
RUN
FROM scratch
FROM other
USER node
${CA_ARG}\tRUN${CA} <<EOF
RUN x
EOF
`);
});

test('are where the programs look, for any user but below /root', () => {
  const files = ['.netrc', '.npmrc', '.yarnrc.yml', 'pip.conf', '.config/uv/uv.toml', '.config/go/env', '.m2/settings.xml'];
  for (const path of [...files, '.gradle/gradle.properties', '.config/composer/auth.json', '.bundle/config']) has(path);
  const [, variables = '', step = ''] = built('FROM a\nRUN x\n')?.split('\n') ?? [];
  expect(variables.split(' ')).toEqual([
    'ARG',
    'NETRC=/run/secrets/appengine-netrc',
    'NPM_CONFIG_GLOBALCONFIG=/run/secrets/appengine-npmrc',
    'PIP_CONFIG_FILE=/run/secrets/appengine-pip',
    'GOENV=/run/secrets/appengine-goenv',
    'BUNDLE_USER_CONFIG=/run/secrets/appengine-bundle',
  ]);
  expect(step.replaceAll('--mount=type=secret,id=appengine-', '').split(' ')).toEqual([
    'RUN',
    'netrc,target=/run/secrets/appengine-netrc,mode=0444',
    'netrc,target=/root/.netrc',
    'npmrc,target=/run/secrets/appengine-npmrc,mode=0444',
    'npmrc,target=/.npmrc,mode=0444',
    'yarnrc,target=/.yarnrc.yml,mode=0444',
    'pip,target=/run/secrets/appengine-pip,mode=0444',
    'uv,target=/etc/uv/uv.toml,mode=0444',
    'goenv,target=/run/secrets/appengine-goenv,mode=0444',
    'maven,target=/root/.m2/settings.xml',
    'gradle,target=/root/.gradle/gradle.properties',
    'composer,target=/root/.composer/auth.json',
    'bundle,target=/run/secrets/appengine-bundle,mode=0444',
    'x',
  ]);
});

test.each<[string, string]>([
  ['no step', 'FROM a\nCOPY . .\n'],
  ['a step of a trigger', 'FROM a\nONBUILD RUN x\n'],
  ['another frontend', '# syntax=example.com/nix\nFROM a\nRUN x\n'],
  ['one of another language', '// syntax=example.com/hcl\nRUN x\n'],
  ['a frontend without mounts', '# syntax=docker.io/docker/dockerfile:1.1.7\nFROM a\nRUN x\n'],
])('nothing is added for %s', (_, text) => {
  has('ca.pem');
  expect(dockerfileWithSettings(text, PackageSettings.ofMachine())).toBeUndefined();
});

test.each([
  'docker/dockerfile',
  'docker/dockerfile:1',
  'mirror.test:5000/docker/dockerfile:1.7-labs',
  'docker/dockerfile:1.10',
  'docker/dockerfile:1.0-experimental',
])('the frontend %s knows mounts', (syntax) => {
  has('ca.pem');
  expect(given(`# syntax=${syntax}\nFROM a\nRUN x\n`)).toEqual(['ca']);
});

test('nothing is added on a machine without settings, or where they are switched off', () => {
  expect(built('FROM a\nRUN x\n')).toBeUndefined();
  has('ca.pem');
  expect(dockerfileWithSettings('FROM a\nRUN x\n', PackageSettings.none())).toBeUndefined();
});

test('a variable that the Dockerfile speaks of is its own', () => {
  has('ca.pem');
  const text = built('FROM a\nENV NODE_EXTRA_CA_CERTS=/own.pem\nRUN x\n');
  expect(text).toContain('\nENV NODE_EXTRA_CA_CERTS=/own.pem\nARG SSL_CERT_FILE=');
  expect(text?.match(/NODE_EXTRA_CA_CERTS/g)).toHaveLength(1);
});

test.each<[string, string, string]>([
  ['ca', 'ca.pem', 'COPY own.crt /usr/local/share/ca-certificates/\nRUN update-ca-certificates'],
  ['ca', 'ca.pem', 'RUN --mount=type=secret,id=own,target=/etc/ssl/certs/ca-certificates.crt npm ci'],
  ['netrc', '.netrc', 'RUN echo "$TOKEN" > ~/.netrc && git clone a && rm ~/.netrc'],
  ['pip', 'pip.conf', 'COPY pip.conf /etc/pip.conf\nRUN x'],
  ['pip', 'pip.conf', 'RUN pip config set global.index-url a'],
  ['goenv', '.config/go/env', 'RUN go env -w GOPROXY=a'],
  ['maven', '.m2/settings.xml', 'RUN --mount=type=cache,target=/root/.m2 mvn package'],
  ['gradle', '.gradle/gradle.properties', 'RUN --mount=type=cache,target=/root/.gradle ./gradlew build'],
  ['composer', '.config/composer/auth.json', 'COPY auth.json ./\nRUN x'],
  ['bundle', '.bundle/config', 'RUN bundle config set --global without test'],
])('%s is left to a Dockerfile that brings its own', (id, file, text) => {
  has(file);
  expect(given('FROM a\nRUN x\n')).toEqual([id]);
  expect(given(`FROM a\n${text}\n`)).toEqual([]);
});

test.each<[id: string, file: string, text: string]>([
  ['maven', '.m2/settings.xml', 'RUN --mount=type=cache,target=/root/.m2/repository mvn package'],
  ['gradle', '.gradle/gradle.properties', 'COPY build.gradle settings.gradle gradle.properties ./\nRUN ./gradlew build'],
  ['ca', 'ca.pem', 'RUN apt-get install -y ca-certificates && update-ca-certificates'],
  ['npmrc', '.npmrc', 'COPY .npmrc ./\nRUN npm config set fund false && npm ci'],
])('%s of %s stays for %j', (id, file, text) => {
  has(file);
  expect(given(`FROM a\n${text}\n`)).toEqual([id]);
});

test.each<[string, string, string]>([
  ['.npmrc', 'registry=https://npm.test/\n', 'prefix = /home/anna/npm\n'],
  ['pip.conf', '[global]\nindex-url = https://pypi.test/simple\n', 'require-virtualenv = true\n'],
  ['.config/go/env', 'GOPROXY=https://go.test\nGOPRIVATE=a\n', 'GOBIN=/home/anna/bin\n'],
  ['.m2/settings.xml', '<settings></settings>', '<localRepository>/home/anna</localRepository>'],
  ['.gradle/gradle.properties', 'mavenUser=anna\n', 'org.gradle.java.home=/opt/java\n'],
  ['.bundle/config', '---\nBUNDLE_GEMS__TEST: "anna:secret"\n', 'BUNDLE_PATH: "/home/anna/gems"\n'],
])('%s is for its machine alone once it says where or how things are installed', (file, content, line) => {
  has(file, content);
  expect(given('FROM a\nRUN x\n')).toHaveLength(1);
  has(file, content + line);
  expect(given('FROM a\nRUN x\n')).toEqual([]);
});

test('no value is in the text', () => {
  has('.npmrc', '//registry.test/:_authToken=hidden');
  const result = dockerfileWithSettings('FROM a\nRUN x\n', PackageSettings.ofMachine());
  expect(JSON.stringify(result)).not.toContain('hidden');
  expect(result?.secrets).toMatchObject([{ id: 'appengine-npmrc', source: join(home, '.npmrc') }]);
});

test('without what was added, a step is as people know it', () => {
  has('ca.pem');
  has('.npmrc');
  const step = built('FROM a\nRUN --mount=type=secret,id=own npm ci\n')?.split('\n').at(-2) ?? '';
  expect(step).toContain('appengine-npmrc');
  expect(withoutSettings(`[2/3] ${step}`)).toBe('[2/3] RUN --mount=type=secret,id=own npm ci');
});

/** An instruction, and whether a step of its build is one. */
const LINES: readonly (readonly [line: string, isStep: boolean])[] = [
  ['FROM a AS b', false],
  ['RUN x', true],
  ['\trun x \\\n # RUN comment\n\n  RUN y', true],
  ['RUN --mount=type=cache,target=/x --network=none ["RUN", "<<EOF"]', true],
  ["RUN <<EOF cat && <<-'B'\nRUN x\nEOF\n\tRUN\n\tB", true],
  ['RUN\\\n x', true],
  ['RUN echo "a \\\\"', true],
  ['RUN x \\\\', true],
  ['COPY <<RUN /x\nRUN y\nRUN', false],
  ['ONBUILD RUN x', false],
  ['ONBUILD RUN <<E\nRUN x\nE', false],
  ['LABEL RUN="RUN x" \\\nRUN y', false],
  ['# RUN x \\', false],
  ['', false],
  ['ENV ü="\u00a0" \\\r\n RUN=1', false],
  ['RUNNER x', false],
];

test('whatever a Dockerfile has, its steps alone get mounts, and nothing else changes', () => {
  has('ca.pem');
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...LINES), { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (lines, end, isMarked) => {
        const text = (isMarked ? '\uFEFF' : '') + lines.map(([line]) => line + end).join('');
        const changed = built(text);
        const steps = lines.filter(([, isStep]) => isStep).length;
        if (steps === 0) {
          expect(changed).toBeUndefined();
          return;
        }
        expect(changed?.split(CA)).toHaveLength(steps + 1);
        expect(changed?.replaceAll(CA, '').replaceAll(CA_ARG, '')).toBe(text);
        // Each stands right behind its keyword.
        expect(
          changed
            ?.split(CA)
            .slice(0, -1)
            .every((piece) => /(^|[\n\uFEFF])[ \t]*run$/i.test(piece)),
        ).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});
