import { known } from '../../../../guidelines';
import { answer, read, type Json } from './answers';

const VOLUMES = [
  { Name: 'data', Options: null },
  { Name: 'disguised', Options: { type: 'none', o: 'bind', device: '/etc' } },
];
const mount = (changes: Json): Json => ({
  Type: 'volume',
  Name: 'data',
  Source: '/x/_data',
  Destination: '/data',
  RW: true,
  Propagation: '',
  ...changes,
});

test('a volume is told by its name, a path of the host by its clean path', () => {
  const Mounts = [
    mount({}),
    mount({ Type: 'bind', Name: undefined, Source: '/var/run//docker.sock', Destination: '/s', RW: false, Propagation: 'rprivate' }),
  ];
  const facts = read(answer({ Mounts }), { volumes: VOLUMES });

  expect(facts.mounts).toMatchObject([
    known({
      type: known('volume'),
      source: known('data'),
      target: known('/data'),
      readOnly: known(false),
      propagation: known(undefined),
    }),
    known({
      type: known('bind'),
      source: known('/run/docker.sock'),
      target: known('/s'),
      readOnly: known(true),
      propagation: known('rprivate'),
    }),
  ]);
  expect(facts.hostPaths).toEqual([known({ path: '/run/docker.sock', readOnly: known(true) })]);
});

test('a volume that is a path of the host leads there', () => {
  expect(read(answer({ Mounts: [mount({ Name: 'disguised', RW: false })] }), { volumes: VOLUMES }).hostPaths).toEqual([
    known({ path: '/etc', readOnly: known(true) }),
  ]);
});

test('so does one whose driver is given the path with the mount', () => {
  const request = {
    Type: 'volume',
    Target: '/data/',
    VolumeOptions: { DriverConfig: { Name: 'local', Options: { device: '/root', o: 'bind' } } },
  };
  const facts = read(answer({ Mounts: [mount({})], HostConfig: { Mounts: [request] } }), { volumes: VOLUMES });

  expect(facts.hostPaths).toEqual([known({ path: '/root', readOnly: known(false) })]);
  expect(facts.mounts).toMatchObject([
    known({
      driverPaths: [known('/root')],
      driverOptions: [known({ name: 'device', value: known('/root') }), known({ name: 'o', value: known('bind') })],
    }),
  ]);
});

test('one that the engine did not list may lead anywhere', () => {
  expect(read(answer({ Mounts: [mount({ Name: 'new' })] }), { volumes: VOLUMES }).hostPaths).toEqual([
    { known: false, expression: 'the options of volume new are not told' },
  ]);
});
