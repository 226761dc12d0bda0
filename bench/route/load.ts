import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../cli/process/find-program';
import { runToSuccess } from '../../cli/process/run';
import { HOST, PATH } from './plan';

const CONNECTIONS = 16;
const HTTP1 = ['--h1', '--clients', String(CONNECTIONS)];

/** How clients ask. */
export interface Manner {
  readonly name: string;
  readonly options: readonly string[];
  /** Whether its times are worth telling: those of a closed connection leave the handshake out. */
  readonly timed: boolean;
}

/** Sixteen clients, or requests at once, in each. */
export const MANNERS: readonly Manner[] = [
  { name: 'HTTP/1.1', options: HTTP1, timed: true },
  { name: 'HTTP/2, 4 connections', options: ['--clients', '4', '--max-concurrent-streams', '4'], timed: true },
  { name: 'a connection per request', options: [...HTTP1, '--header', 'connection: close'], timed: false },
  { name: 'HTTP/1.1, 800 requests/s', options: [...HTTP1, '--rps', '50'], timed: true },
];

/** What the clients saw of one target for a while. */
export interface Load {
  readonly requestsPerSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

export function requireLoadGenerator(): void {
  if (findProgram('h2load') === undefined) throw new Error('h2load is not on PATH; install it (on Debian: apt-get install nghttp2-client)');
}

/** As fast as they can, or as they are told to, over TLS 1.3 to a port of 127.0.0.1. @throws on any failed request */
export async function load({ options }: Manner, port: number, seconds: number): Promise<Load> {
  const scratch = mkdtempSync(join(tmpdir(), 'appengine-bench-'));
  try {
    const log = join(scratch, 'requests');
    const { stdout } = await runToSuccess('h2load', [
      ...['--threads', '1', '--duration', String(seconds), '--warm-up-time', '1', '--log-file', log],
      ...['--tls13-ciphers', 'TLS_AES_128_GCM_SHA256', '--groups', 'X25519', '--connect-to', `127.0.0.1:${String(port)}`],
      ...options,
      `https://${HOST}:${String(port)}${PATH}`,
    ]);
    const [, done = '', failed = '', errored = '', timedOut = ''] = find(
      stdout,
      /(\d+) done, \d+ succeeded, (\d+) failed, (\d+) errored, (\d+) timeout/,
    );
    if (Number(failed) + Number(errored) + Number(timedOut) > 0) throw new Error(`requests to port ${String(port)} failed:\n${stdout}`);
    const times = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Number(line.split('\t')[2]) / 1000);
    times.sort((a, b) => a - b);
    const percentile = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
    return { requestsPerSecond: Number(done) / seconds, p50Milliseconds: percentile(0.5), p99Milliseconds: percentile(0.99) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function find(output: string, pattern: RegExp): RegExpExecArray {
  const match = pattern.exec(output);
  if (match === null) throw new Error(`h2load printed something unexpected:\n${output}`);
  return match;
}
