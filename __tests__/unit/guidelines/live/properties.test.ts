import fc from 'fast-check';
import { AppEngineError } from '../../../../constructs/errors';
import { evaluate, type Row } from '../../../../guidelines';
import { factsOfEngine } from '../../../../guidelines/surfaces/live';
import type { EngineSnapshot } from '../../../../guidelines/surfaces/live/snapshot';
import { factsOfTerraformJson } from '../../../../guidelines/surfaces/synth';
import { TODAY } from '../../../../guidelines/cases/cases';
import { configuration } from '../../../../guidelines/cases/configuration';
import { answer, GOOD_ANSWER, GOOD_IMAGE, snapshot, type Json } from './answers';

const DECLARED = factsOfTerraformJson(configuration('docker_container', {}));
const VOLUME = { Type: 'volume', Name: 'data', Source: '/x', Destination: '/data', RW: false, Propagation: '' };
const FULL = answer({
  Mounts: [VOLUME],
  HostConfig: {
    PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] },
    Devices: [{ PathOnHost: '/dev/kvm', CgroupPermissions: 'r' }],
    DeviceRequests: [{ Count: 1, DeviceIDs: [] }],
    Mounts: [{ Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 5 } }],
  },
});
const WHOLE: EngineSnapshot = snapshot({
  info: {
    SecurityOptions: ['name=seccomp,profile=default'],
    Runtimes: { runc: {} },
    RegistryConfig: { IndexConfigs: { x: { Secure: true } } },
    Swarm: { LocalNodeState: 'active' },
  },
  version: { Version: '29', Components: [{ Name: 'runc', Version: '1' }] },
  containers: [FULL],
  networks: [{ Id: 'f', Name: 'bridge', Driver: 'bridge', Options: { a: 'b' } }],
  volumes: [{ Name: 'data', Options: { device: '/srv' } }],
  images: [{ inspect: GOOD_IMAGE, history: [{ CreatedBy: 'x' }], setuidFiles: ['/bin/su'] }],
  swarm: { Spec: { CAConfig: { NodeCertExpiry: 1 }, EncryptionConfig: { AutoLockManagers: true } } },
  host: { daemon: { hosts: ['unix:///x'] }, files: [{ path: '/x', owner: 'root', group: 'root', mode: 0 }], dockerGroup: ['a'] },
});

/** Facts, or an error that names what is wrong with the answer. */
function isClear(engine: unknown): boolean {
  try {
    return factsOfEngine(engine as EngineSnapshot, DECLARED).length > 0;
  } catch (error) {
    return (
      error instanceof AppEngineError &&
      error.code === 'EngineAnswerInvalid' &&
      /^EngineAnswerInvalid: .+ is .+ and must be /s.test(error.message)
    );
  }
}

/** Paths to all values inside of one. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

/** The same with another value at one place, or without it. */
function replaced(value: unknown, [key, ...rest]: readonly string[], change: unknown): unknown {
  if (key === undefined) return change;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? replaced(item, rest, change) : item));
  const entries = Object.entries(value as Json).map(([name, item]) => [name, name === key ? replaced(item, rest, change) : item] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

const PLACES = placesIn(WHOLE);

test('any JSON is facts, or an error that names the field', () => {
  fc.assert(fc.property(fc.jsonValue(), isClear));
});

test('so is an answer with any value at any place', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), fc.jsonValue({ maxDepth: 2 }), (place, value) => isClear(replaced(WHOLE, place, value))),
    { numRuns: 3000 },
  );
});

test('the error names the container and the field', () => {
  const broken =
    (changes: Parameters<typeof answer>[0]): (() => unknown) =>
    () =>
      factsOfEngine(snapshot({ containers: [answer(changes)] }));

  expect(broken({ HostConfig: { Memory: 'much' } })).toThrow(
    new AppEngineError(
      'EngineAnswerInvalid',
      'container web: HostConfig.Memory is "much" and must be a number, as in the Docker Engine API; read the engine once more',
    ),
  );
  expect(broken({ HostConfig: { CapAdd: 'ALL' } })).toThrow('container web: HostConfig.CapAdd is "ALL" and must be a list,');
  expect(broken({ HostConfig: { CapAdd: [1] } })).toThrow('container web: HostConfig.CapAdd is 1 and must be a list of texts,');
  expect(broken({ State: [] })).toThrow('container web: State is [] and must be an object,');
  expect(broken({ Config: { Labels: { a: 1 } } })).toThrow('container web: Config.Labels.a is 1 and must be a text,');
  expect(broken({ HostConfig: { PortBindings: { '80/tcp': {} } } })).toThrow(
    'HostConfig.PortBindings.80/tcp is {} and must be a list of objects,',
  );
  expect(broken({ Name: '' })).toThrow('the snapshot: containers.Name is "" and must be a text that is not empty,');
  expect(() => factsOfEngine({} as EngineSnapshot)).toThrow('the snapshot: images is undefined and must be a list,');
});

/** Fields that the engine leaves out where they are not set, and which then say so. */
const LEFT_OUT = ['Config.Healthcheck', 'HostConfig.Init', 'HostConfig.Mounts', 'HostConfig.Sysctls', 'HostConfig.Tmpfs'];
/** Fields of which no rule asks here: a period is that of a quota, and what runs is told by nothing else. */
const UNASKED = ['HostConfig.CpuPeriod', 'State'];

function rowsWithout(place: readonly string[]): readonly Row[] {
  const facts = factsOfEngine(snapshot({ containers: [replaced(answer({ HostConfig: { Sysctls: {} } }), place, undefined)] }));
  return evaluate(
    facts.filter(({ kind }) => kind === 'container'),
    { surface: 'live', today: TODAY },
  ).rows.filter(({ path }) => path === 'engine/web');
}

const FIELDS = [
  ...['Mounts', 'NetworkSettings', 'State', 'Config', 'HostConfig'].map((part) => [part]),
  ...placesIn(GOOD_ANSWER).filter(
    ([part, field, rest]) => (part === 'Config' || part === 'HostConfig') && field !== undefined && rest === undefined,
  ),
];
const good = rowsWithout(['nothing']);

test.each(FIELDS.map((place) => [place.join('.'), place] as const))('without %s nothing more passes', (name, place) => {
  const key = ({ rule, attribute }: Row): string => `${rule} ${attribute}`;
  const passed = new Set(good.filter(({ status }) => status === 'pass').map(key));
  const rows = rowsWithout(place);

  expect(rows.filter(({ status, ...row }) => status === 'pass' && !passed.has(key({ status, ...row })))).toEqual([]);
  // A missing field makes a result unknown, or is how "not set" looks.
  const doubts = rows.filter(({ status, value }) => status === 'unknown' && value.includes('is not told'));
  expect({ name, hasDoubt: doubts.length > 0 }).toEqual({ name, hasDoubt: !LEFT_OUT.includes(name) && !UNASKED.includes(name) });
});
