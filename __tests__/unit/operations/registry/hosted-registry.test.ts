import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { Instance } from '../../../../constructs';
import { collectImages, listImages, passwordOf } from '../../../../operations/registry/hosted-registry';
import { Session } from '../../../../operations/session';
import { Workspace } from '../../../../operations/workspace';
import { RegistryEngine } from '../../../fixture/registry-engine';

const BLUE = new Instance({ name: 'blue', projectDirectory: '/' });
const COLLECTION = { keep: ['acme/shop@sha256:aa'], youngest: 2, dryRun: true };

let directory: string;
let engine: RegistryEngine;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hosted-'));
  engine = new RegistryEngine(directory);
  await engine.start();
  engine.containers = [{ Id: 'made', Names: ['/blue-registry-967a0788'], Created: 1 }];
});

afterEach(async () => {
  await engine.stop();
  rmSync(directory, { recursive: true });
});

const session = (): Session =>
  new Session(new Workspace(directory, BLUE), { DOCKER_HOST: engine.host, PATH: `${directory}:${process.env.PATH ?? ''}` });

/** Stands for the docker client: notes its words and its input. */
function client(answer: string, exitCode = 0, said = ''): void {
  const script = `#!/bin/sh\necho "$@" > ${directory}/words\ncat > ${directory}/input\nprintf '%s' '${answer}'\necho '${said}' >&2\nexit ${String(exitCode)}\n`;
  writeFileSync(join(directory, 'docker'), script, { mode: 0o755 });
}

const noted = (what: string): string => readFileSync(join(directory, what), 'utf8').trim();

test('the agent in the container of the registry is asked, and gets what is to be kept on its standard input', async () => {
  client('{"bytes":7,"repositories":[]}');
  await expect(listImages(session())).resolves.toEqual({ bytes: 7, repositories: [] });
  expect([noted('words'), noted('input')]).toEqual(['exec --interactive made agent registry list', '']);
  client('{"removed":[],"before":7,"after":5}');
  await expect(collectImages(session(), COLLECTION)).resolves.toEqual({ removed: [], before: 7, after: 5 });
  expect([noted('words'), JSON.parse(noted('input'))]).toEqual(['exec --interactive made agent registry collect', COLLECTION]);
});

test.each([
  [14, 'RegistryBusy', 'pushed all the time'],
  [1, 'RegistryFailed', 'docker logs blue-registry-967a0788'],
])('exit code %d of the agent is %s', async (exitCode, code, text) => {
  client('', exitCode, 'images are being pushed all the time');
  await expect(collectImages(session(), COLLECTION)).rejects.toMatchObject({ code, message: expect.stringContaining(text) as string });
});

test('without a registry the message says how to get one', async () => {
  engine.containers = [];
  await expect(listImages(session())).rejects.toMatchObject({ code: 'RegistryNotRunning' });
  await expect(passwordOf(session(), 'push')).rejects.toMatchObject({ code: 'RegistryNotRunning' });
});

test('a password is read from the youngest container that has made it, which has ended', async () => {
  const archive = pack();
  archive.entry({ name: 'push' }, 'the password');
  archive.finalize();
  engine.archives.set('/binding/push', await buffer(archive));
  engine.containers = [
    { Id: 'other', Names: ['/blue-registry-users-of-somebody'], Created: 9 },
    { Id: 'users', Names: ['/blue-registry-users-97d695ff'], Created: 1 },
  ];
  await expect(passwordOf(session(), 'push')).resolves.toBe('the password');
});
