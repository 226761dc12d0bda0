import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { versitygw } from '../../../cli/bootstrap/versitygw';
import { runToSuccess } from '../../../operations/process/run';
import { Workspace } from '../../../operations/workspace';
import type { S3BackendProps } from '../../../constructs';
import { packageRoot } from '../../../constructs/package-root';
import { freePort } from './free-port';

const BUCKET = 'states';

/** A server that speaks the protocol of S3, over a directory of this machine. */
export class ObjectStore {
  /** Builds it where that was not done before: two minutes. */
  static async start(): Promise<ObjectStore> {
    const cache = Workspace.find(packageRoot(), process.env).cacheDirectory;
    const binary = await versitygw(cache, process.arch === 'x64' ? 'amd64' : process.arch, () => undefined);
    const directory = mkdtempSync(join(tmpdir(), 'appengine-objects-'));
    const port = await freePort();
    const store = new ObjectStore(directory, port);
    for (const name of ['objects', 'metadata']) mkdirSync(join(directory, name));
    // Without metadata it would know no conditional writes, which are what a lock file is made of.
    const child = spawn(
      binary,
      ['--port', `127.0.0.1:${String(port)}`, 'posix', '--sidecar', join(directory, 'metadata'), join(directory, 'objects')],
      {
        env: {
          ...process.env,
          ROOT_ACCESS_KEY: store.credentials.AWS_ACCESS_KEY_ID,
          ROOT_SECRET_KEY: store.credentials.AWS_SECRET_ACCESS_KEY,
        },
        stdio: 'ignore',
      },
    );
    store.process = child;
    for (let tries = 0; tries < 100 && !(await store.answers()); tries++) await sleep(100);
    const { AWS_ACCESS_KEY_ID: access, AWS_SECRET_ACCESS_KEY: secret } = store.credentials;
    const asAdministrator = ['admin', '--access', access, '--secret', secret, '--endpoint-url', store.url];
    await runToSuccess(binary, [...asAdministrator, 'create-bucket', '--owner', access, '--bucket', BUCKET]);
    return store;
  }

  readonly credentials = { AWS_ACCESS_KEY_ID: 'terraform', AWS_SECRET_ACCESS_KEY: `key-of-${String(process.pid)}` };
  private process: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    private readonly port: number,
  ) {}

  get backend(): S3BackendProps {
    return { bucket: BUCKET, region: 'us-east-1', endpoint: this.url };
  }

  /** Path of an object. */
  object(key: string): string {
    return join(this.directory, 'objects', BUCKET, key);
  }

  async stop(): Promise<void> {
    const ended = this.process === undefined ? Promise.resolve() : once(this.process, 'close');
    this.process?.kill('SIGKILL');
    await ended;
    rmSync(this.directory, { recursive: true, force: true });
  }

  private get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  private async answers(): Promise<boolean> {
    return fetch(this.url).then(
      () => true,
      () => false,
    );
  }
}
