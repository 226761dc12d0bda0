import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';

/** Stands for the docker client, and an engine with a healthy replica, a gateway that leads to its app, and a balancer of another one. */
const FAKE_DOCKER = `#!/usr/bin/env node
const fs = require('node:fs');
process.chdir(__dirname);
const [command, ...args] = process.argv.slice(2);
fs.appendFileSync('calls', [command, ...args].join(' ') + '\\n');
const of = (name, role, more) => ({
  Id: name, Name: '/' + name, RestartCount: 0, State: { Status: 'running', Running: true, Health: { Status: 'healthy' } }, Mounts: [],
  Config: { Labels: { 'appengine.instance': 'test', 'appengine.tenant': 'acme', 'appengine.role': role, ...more } },
});
const known = [of('shop-1', 'replica', { 'appengine.app': 'shop' }), of('gateway', 'gateway'), of('api-balancer', 'balancer')];
if (command === 'ps') console.log(known.map(({ Id }) => Id).join('\\n'));
else if (command === 'inspect') console.log(JSON.stringify(known.filter(({ Id }) => args.includes(Id))));
else if (command === 'exec' && args[1] === 'agent') console.log('1\\n# be_id be_name srv_id\\n3 ' + (args[0] === 'gateway' ? 'shop' : 'api') + ' 1');
else if (command === 'exec') {
  const answers = JSON.parse(fs.readFileSync('answers.json', 'utf8'));
  const [status, words] = answers.length > 1 ? answers.shift() : answers[0];
  fs.writeFileSync('answers.json', JSON.stringify(answers));
  console.log(words);
  process.exit(status);
}
`;

const GATE = join(packageRoot(), 'bin', 'health-gate', 'main.js');
const QUESTION = ['http', '--port', '8080', '--path', '/healthz', '--timeout', '2s'];
const ASKED = `exec gateway /run/appengine-probe/probe ${QUESTION.join(' ')} --address shop-1`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'health-gate-'));
  writeFileSync(join(directory, 'docker'), FAKE_DOCKER, { mode: 0o755 });
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

type Answer = readonly [status: number, words: string];

interface Result {
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly asked: number;
}

/** Runs the gate, where the gateway's probe ends with one status and words after the other, and then with the last ones. */
function gate(...answers: readonly Answer[]): Result {
  return gateWithin(2, ...answers);
}

function gateWithin(seconds: number, ...answers: readonly Answer[]): Result {
  writeFileSync(join(directory, 'answers.json'), JSON.stringify(answers));
  const options = ['--until', 'healthy', '--timeout', String(seconds), '--reached', JSON.stringify(QUESTION)];
  const { status, stderr } = spawnSync(process.execPath, [GATE, ...options, 'shop-1'], {
    encoding: 'utf8',
    env: { PATH: [directory, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter) },
  });
  const calls = readFileSync(join(directory, 'calls'), 'utf8').trim().split('\n');
  expect(calls.filter((call) => call.startsWith('exec api-balancer /run'))).toEqual([]);
  return { exitCode: status, stderr, asked: calls.filter((call) => call === ASKED).length };
}

test('a replica that its gateway reaches counts', () => {
  expect(gate([0, ''])).toEqual({ exitCode: 0, stderr: '', asked: 1 });
});

test('a replica that its gateway reaches later is waited for', () => {
  const refused = [1, 'GET /healthz on port 8080: connection refused'] as const;
  // Two seconds may be over before it has asked three times.
  expect(gateWithin(60, refused, refused, [0, ''])).toEqual({ exitCode: 0, stderr: '', asked: 3 });
});

test('a replica that its gateway never reaches fails, and says so', () => {
  const { exitCode, stderr } = gate([1, 'GET /healthz on port 8080: status 403, expected 2xx\n\u001b[2J']);
  expect(exitCode).toBe(1);
  expect(stderr.split('\n')[0]).toBe(
    'shop-1 is healthy at its own address, but gateway does not reach it (GET /healthz on port 8080: status 403, expected 2xx\\x0a\\x1b[2J) within 2 s; it has to answer its gateway, at any address of its network, as it answers itself',
  );
});

test.each([
  ['of a release before this one', 2, 'probe: flag provided but not defined'],
  ['without a probe', 126, 'OCI runtime exec failed'],
  ['that has ended', 1, ''],
])('a gateway %s says nothing about the replica', (_, status, words) => {
  expect(gate([status, words])).toMatchObject({ exitCode: 0, asked: 1 });
});
