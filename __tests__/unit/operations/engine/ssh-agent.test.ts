import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connect, engineVersion } from '../../../../operations/engine/connect';

const HOST = 'ssh://deploy@docker.example:2200';

describe('an engine over ssh', () => {
  let directory: string;
  let engine: Server;
  let received: number;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'ssh-agent-'));
    engine = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      received = 0;
      request.on('data', (chunk: Buffer) => (received += chunk.length));
      request.on('end', () => response.end(JSON.stringify({ Version: '29.0.0', path: request.url })));
    });
    await new Promise<void>((resolve) => engine.listen(join(directory, 'engine'), resolve));
  });

  afterEach(() => {
    engine.close();
    rmSync(directory, { recursive: true });
  });

  /** That of this process, with our ssh client in front of the real one. */
  const environment = (): NodeJS.ProcessEnv => ({ ...process.env, PATH: `${directory}${delimiter}${process.env.PATH ?? ''}` });

  /** Makes the ssh client. */
  function ssh(script: string): void {
    const file = join(directory, 'ssh');
    writeFileSync(file, `#!${process.execPath}\n${script}`);
    chmodSync(file, 0o755);
  }

  function leadsToTheEngine(): void {
    ssh(`
      require('node:fs').writeFileSync(${JSON.stringify(join(directory, 'arguments'))}, JSON.stringify(process.argv.slice(2)));
      const socket = require('node:net').connect(${JSON.stringify(join(directory, 'engine'))});
      process.stdin.pipe(socket).pipe(process.stdout);
    `);
  }

  test('answers through the ssh client of this user', async () => {
    leadsToTheEngine();
    expect(await engineVersion(HOST, environment())).toBe('29.0.0');
    expect(JSON.parse(readFileSync(join(directory, 'arguments'), 'utf8'))).toEqual([
      '-l',
      'deploy',
      '-p',
      '2200',
      '--',
      'docker.example',
      'docker',
      'system',
      'dial-stdio',
    ]);
  });

  test('takes more than fits into one packet', async () => {
    leadsToTheEngine();
    await connect(HOST, { environment: environment() }).getContainer('one').putArchive(Buffer.alloc(3_000_000), { path: '/' });
    expect(received).toBe(3_000_000);
  });

  test('says what the ssh client said', async () => {
    ssh(`process.stderr.write('Host key verification failed.\\n'); process.exit(255);`);
    await expect(connect(HOST, { environment: environment() }).version()).rejects.toThrow('Host key verification failed.');
    expect(await engineVersion(HOST, environment())).toBeUndefined();
  });

  test('does not wait for an ssh client that says nothing', async () => {
    ssh(`setTimeout(() => undefined, 60_000);`);
    await expect(connect(HOST, { environment: environment(), timeout: 300 }).version()).rejects.toThrow();
  });
});
