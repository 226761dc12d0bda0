import { known, type Facts, type ImageFacts } from '../../../../guidelines';
import { factsOfEngine } from '../../../../guidelines/surfaces/live';
import type { EngineSnapshot } from '../../../../guidelines/surfaces/live/snapshot';
import { factsOfTerraformJson } from '../../../../guidelines/surfaces/synth';
import { answer, GOOD_IMAGE, IMAGE_ID, snapshot, type Json } from './answers';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const DECLARED = factsOfTerraformJson({
  resource: {
    docker_network: { n: { name: 'front', driver: 'overlay', internal: true, options: { encrypted: '' } } },
    docker_volume: { v: { name: 'data', driver_opts: { o: 'bind', device: '/srv' } } },
    docker_image: {
      web: { name: 'registry.invalid/web:0123456789ab', build: { context: '.' } },
      base: { name: 'docker.io/library/nginx' },
    },
  },
});

function ofKind(kind: Facts['kind'], changes: Partial<EngineSnapshot>, declared?: readonly Facts[]): readonly Facts[] {
  return factsOfEngine(snapshot({ images: [], ...changes }), declared).filter((fact) => fact.kind === kind);
}

function images(inspect: Json, changes: Partial<EngineSnapshot> = {}, declared?: readonly Facts[]): readonly ImageFacts[] {
  const facts = factsOfEngine(snapshot({ images: [{ inspect: { ...GOOD_IMAGE, ...inspect } }], ...changes }), declared);
  return facts.filter((fact) => fact.kind === 'image');
}

test('a network and a volume have the facts of their declarations', () => {
  const networks = [{ Id: 'x', Name: 'front', Driver: 'overlay', Internal: true, Attachable: false, Options: { encrypted: '' } }];
  const volumes = [{ Name: 'data', Driver: 'local', Options: { o: 'bind', device: '/srv' } }];

  expect(ofKind('network', { networks }, DECLARED)).toEqual(DECLARED.filter(({ kind }) => kind === 'network'));
  expect(ofKind('volume', { volumes }, DECLARED)).toEqual(DECLARED.filter(({ kind }) => kind === 'volume'));
});

test('any other is one of the engine', () => {
  expect(
    ofKind('network', { networks: [{ Name: 'bridge', Driver: 'bridge', Internal: false, Attachable: false, Options: null }] }, DECLARED),
  ).toEqual([
    {
      kind: 'network',
      address: 'engine/bridge',
      path: 'engine/bridge',
      name: known('bridge'),
      driver: known('bridge'),
      attachable: known(false),
      internal: known(false),
      options: [],
    },
  ]);
  expect(ofKind('volume', { volumes: [{ Name: 'x' }] })).toEqual([
    {
      kind: 'volume',
      address: 'engine/x',
      path: 'engine/x',
      name: known('x'),
      hostPaths: [{ known: false, expression: 'Options is not told' }],
      options: [{ known: false, expression: 'Options is not told' }],
    },
  ]);
});

test('an image with what the engine knows about it', () => {
  const reading = {
    inspect: { ...GOOD_IMAGE, RepoTags: ['web:1'] },
    history: [{ CreatedBy: 'RUN make' }, { CreatedBy: '' }],
    setuidFiles: ['/bin/su'],
  };

  expect(ofKind('image', { images: [reading] })).toEqual([
    {
      kind: 'image',
      address: 'engine/web:1',
      path: 'engine/web:1',
      reference: known({ name: 'web:1', repository: 'docker.io/library/web', tag: '1' }),
      content: {
        created: known('2026-05-01'),
        digests: [known(DIGEST)],
        isDangling: known(false),
        setuidFiles: [known('/bin/su')],
        history: [known('RUN make'), known('')],
      },
    },
  ]);
});

test.each<readonly [string, Json, readonly string[]]>([
  ['by its tag', { RepoTags: ['web:1', 'web:2'] }, ['engine/web:1']],
  ['by its digest', { RepoTags: [] }, [`engine/nginx@${DIGEST}`]],
  ['by its identifier', { RepoTags: ['<none>:<none>'], RepoDigests: ['<none>@<none>'] }, [`engine/${IMAGE_ID}`]],
  [
    'by each name that is declared',
    { RepoTags: ['x:1', 'nginx:latest', 'registry.invalid/web:0123456789ab'] },
    ['docker_image.base', 'docker_image.web'],
  ],
])('an image is known %s', (_, inspect, addresses) => {
  expect(images(inspect, {}, DECLARED).map(({ address }) => address)).toEqual(addresses);
});

test('that it is built is known from its declaration', () => {
  expect(images({ RepoTags: ['registry.invalid/web:0123456789ab'] }, {}, DECLARED)).toMatchObject([{ build: { arguments: [] } }]);
  expect(images({ RepoTags: ['nginx:latest'] }, {}, DECLARED)[0]).not.toHaveProperty('build');
});

test('an image that nothing refers to is dangling', () => {
  const nameless = { RepoTags: [], RepoDigests: [] };
  const dangling = (inspect: Json, changes: Partial<EngineSnapshot> = {}): unknown => images(inspect, changes)[0]?.content?.isDangling;

  expect(dangling(nameless)).toEqual(known(true));
  expect(dangling(nameless, { containers: [answer()] })).toEqual(known(false));
  expect(dangling({ RepoTags: undefined, RepoDigests: [] })).toEqual({ known: false, expression: 'RepoTags is not told' });
  expect(dangling(nameless, { containers: [answer({ Image: undefined })] })).toEqual({ known: false, expression: 'Image is not told' });
});

test.each([
  ['2026-05-01T10:00:00.123Z', known('2026-05-01')],
  ['0001-01-01T00:00:00Z', { known: false, expression: 'the image does not say when it was built' }],
  ['1970-01-01T00:00:00Z', { known: false, expression: 'the image does not say when it was built' }],
  ['', { known: false, expression: 'the image does not say when it was built' }],
])('of an image from %j the day is %j', (Created, created) => {
  expect(images({ Created })[0]?.content?.created).toEqual(created);
});

test('parts of an image that were not read are unknown', () => {
  expect(images({})[0]?.content).toMatchObject({
    setuidFiles: [{ known: false, expression: 'setuidFiles is not told' }],
    history: [{ known: false, expression: 'history is not told' }],
  });
});
