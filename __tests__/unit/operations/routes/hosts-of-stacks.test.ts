import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declaredHosts, deployedHosts, sharedHosts } from '../../../../operations/routes/hosts-of-stacks';
import { LOCAL } from '../../../../operations/state/backend';
import { StateStore } from '../../../../operations/state/state-store';
import { States } from '../../../../operations/state/states';
import { Instance } from '../../../../constructs/host/instance';
import { sessionOf } from '../../../fixture/session';

const routes = (...hosts: readonly string[]): object => ({ routes: { value: hosts.map((host) => ({ host, path: '/', pools: [] })) } });

describe('hosts of stacks', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'appengine-hosts-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test('declared ones are in the synthesized output, each once; a stack that was left out has none', () => {
    mkdirSync(join(directory, 'stacks/acme'), { recursive: true });
    writeFileSync(join(directory, 'stacks/acme/cdk.tf.json'), JSON.stringify({ output: routes('a.test', 'a.test', 'b.test') }));
    const stacks = ['acme', 'globex'].map((name) => ({ name, workingDirectory: `stacks/${name}`, dependencies: [] }));
    expect(declaredHosts(directory, stacks)).toEqual(
      new Map([
        ['acme', ['a.test', 'b.test']],
        ['globex', []],
      ]),
    );
  });

  test('deployed ones are in the states, or in the backup of one that cannot be read', async () => {
    const instance = new Instance({ name: 'hosts', httpPort: 8080, httpsPort: 8443, projectDirectory: directory });
    const write = (file: string, text: string): void => {
      mkdirSync(join(instance.directory, 'state'), { recursive: true });
      writeFileSync(file, text);
    };
    const state = (host: string): string => JSON.stringify({ serial: 1, outputs: routes(host), resources: [{ type: 'x', instances: [] }] });
    write(instance.stateFile('acme'), state('a.test'));
    write(instance.stateFile('globex'), state('b.test').slice(0, 40));
    write(`${instance.stateFile('globex')}.backup`, state('b.test'));
    expect(deployedHosts(await States.read(new StateStore(sessionOf(instance), LOCAL, [])))).toEqual(
      new Map([
        ['acme', ['a.test']],
        ['globex', ['b.test']],
      ]),
    );
  });

  test('shared ones are named with all that bear them', () => {
    const hosts = new Map([
      ['acme', ['x', 'y']],
      ['globex', ['y']],
    ]);
    expect(sharedHosts(hosts)).toEqual(new Map([['y', ['acme', 'globex']]]));
  });
});
