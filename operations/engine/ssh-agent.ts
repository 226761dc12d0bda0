import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { Agent } from 'node:http';
import { Duplex } from 'node:stream';
import type { Environment } from '../environment';

/**
 * Reaches an engine on another machine as the docker client and Terraform do: through this user's ssh client, with its keys, its configuration and,
 * above all, its known hosts. A machine that cannot prove itself gets no request.
 */
export class SshAgent extends Agent {
  /** @param url `ssh://user@host:port` */
  constructor(
    private readonly url: URL,
    private readonly environment: Environment,
  ) {
    super();
  }

  override createConnection(): Duplex {
    const { hostname, username, port } = this.url;
    const options = [...(username === '' ? [] : ['-l', username]), ...(port === '' ? [] : ['-p', port])];
    const command = [...options, '--', hostname, 'docker', 'system', 'dial-stdio'];
    return new SshConnection(spawn('ssh', command, { env: this.environment, stdio: 'pipe' }));
  }
}

/** The standard streams of an ssh client, with as much of a socket as HTTP asks for. */
class SshConnection extends Duplex {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly client: ChildProcessWithoutNullStreams) {
    super();
    let complaint = '';
    client.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    client.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) client.stdout.pause();
    });
    client.once('error', (cause) => this.destroy(cause));
    // A client that ends early takes no more input; only when it is closed is all read, and known why.
    client.stdin.on('error', () => undefined);
    client.once('close', (code) => {
      if (code === 0) this.push(null);
      else this.destroy(new Error(`ssh ended with exit code ${String(code)}: ${complaint.trim()}`));
    });
  }

  override _read(): void {
    this.client.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.client.stdin.write(chunk, () => {
      done();
    });
  }

  override _final(done: () => void): void {
    this.client.stdin.end(done);
  }

  override _destroy(cause: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.timer);
    this.client.kill();
    done(cause);
  }

  setTimeout(milliseconds: number): this {
    clearTimeout(this.timer);
    if (milliseconds > 0) this.timer = setTimeout(() => this.emit('timeout'), milliseconds);
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }
}
