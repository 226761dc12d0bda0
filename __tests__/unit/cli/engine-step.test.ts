import { canInstallPackages, installPackages } from '../../../cli/bootstrap/debian';
import { EngineStep } from '../../../cli/bootstrap/engine';
import { EmbeddedEngine } from '../../../cli/engine/embedded';
import { candidates, selectEngine, type AnsweringEngine } from '../../../cli/engine/select';
import type { Silence } from '../../../operations/engine/connect';

jest.mock('../../../cli/bootstrap/debian');
jest.mock('../../../cli/engine/select');

const embedded = new EmbeddedEngine();
const ours = { host: embedded.host, origin: 'embedded' };
const service = { host: 'unix:///var/run/docker.sock', origin: 'default socket' };

/** Makes sure of an engine, where `answering` answers once packages are installed; resolves to whether ours was started. */
async function startsOurs(answering?: AnsweringEngine): Promise<boolean> {
  jest.mocked(canInstallPackages).mockReturnValue(true);
  jest.mocked(candidates).mockResolvedValue([service, ours]);
  jest.mocked(selectEngine).mockResolvedValue({ silent: [], ...(answering === undefined ? {} : { engine: answering }) });
  const start = jest.spyOn(embedded, 'start').mockReset().mockResolvedValue(true);
  await new EngineStep(embedded).apply(() => undefined);
  return start.mock.calls.length > 0;
}

test('where no engine answers, one of our own is started', async () => {
  await expect(startsOurs()).resolves.toBe(true);
});

test('where the package has started its engine, that one is used, and no second one is started', async () => {
  await expect(startsOurs({ ...service, version: '26.1.5' })).resolves.toBe(false);
});

test('the package of the client is installed where it is one of its own, and asked for nowhere else', async () => {
  jest.mocked(installPackages).mockClear();
  await startsOurs();

  expect(jest.mocked(installPackages).mock.calls.map(([programs, packages]) => [programs, packages])).toEqual([
    [
      ['dockerd', 'iptables'],
      ['docker.io', 'iptables'],
    ],
    [['docker'], ['docker-cli']],
  ]);
});

describe.each<readonly [string, Silence, RegExp]>([
  [
    'may not be used',
    { reason: 'permission denied', isForbidden: true },
    /^EngineForbidden: \S.* may not use the engine at unix:\/\/\/var\/run\/docker.sock \(default socket\); set DOCKER_HOST to a rootless engine .* can become root/,
  ],
  [
    'does not answer',
    { reason: 'connection refused', isForbidden: false },
    /^EngineMissing: no engine answers at unix:\/\/\/var\/run\/docker.sock \(default socket: connection refused\); start that engine, or correct DOCKER_HOST/,
  ],
])('an engine that %s', (_, silence, expected) => {
  beforeEach(() => {
    jest.mocked(canInstallPackages).mockReturnValue(false);
    jest.mocked(candidates).mockResolvedValue([service]);
    jest.mocked(selectEngine).mockResolvedValue({ silent: [{ ...service, ...silence }] });
  });

  test('is an error that says what to do', async () => {
    await expect(new EngineStep(embedded).apply(() => undefined)).rejects.toThrow(expected);
  });

  test('is found by doctor in the same words', async () => {
    const { detail, fix } = await new EngineStep(embedded).check();
    expect(`${expected.source.slice(1, expected.source.indexOf(':'))}: ${detail}; ${fix ?? ''}`).toMatch(expected);
  });
});
