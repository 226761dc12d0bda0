import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../cli/process/find-program';
import { runToSuccess } from '../../operations/process/run';
import { HOST, PATH } from './plan';

const CONNECTIONS = '16';

/** What the clients saw of one target for a while. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Not a number where the generator leaves the handshake out. */
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

/** How clients ask, over TLS 1.3 at a port of 127.0.0.1. Any failed request is an error. */
export interface Manner {
  readonly name: string;
  ask(port: number, seconds: number): Promise<Load>;
}

/** Sixteen clients, or requests at once, in each. */
export const MANNERS: readonly Manner[] = [
  { name: 'HTTP/1.1', ask: (port, seconds) => keepConnections(port, seconds, ['--h1', '--clients', CONNECTIONS]) },
  { name: 'HTTP/2', ask: (port, seconds) => keepConnections(port, seconds, ['--clients', '4', '--max-concurrent-streams', '4']) },
  { name: 'a connection per request', ask: connectEachTime },
  { name: 'HTTP/1.1, POST of 1 KiB', ask: postBodies },
  { name: '800 requests/s', ask: (port, seconds) => keepConnections(port, seconds, ['--h1', '--clients', CONNECTIONS, '--rps', '50']) },
];

export function requireLoadGenerators(): void {
  for (const [program, name] of [
    ['h2load', 'nghttp2-client'],
    ['wrk', 'wrk'],
  ] as const)
    if (findProgram(program) === undefined) throw new Error(`${program} is not on PATH; install it (on Debian: apt-get install ${name})`);
}

const urlAt = (port: number): string => `https://${HOST}:${String(port)}${PATH}`;

async function keepConnections(port: number, seconds: number, options: readonly string[]): Promise<Load> {
  return withScratch(async (scratch) => {
    const log = join(scratch, 'requests');
    const { stdout } = await runToSuccess('h2load', [
      ...['--threads', '1', '--duration', String(seconds), '--warm-up-time', '1', '--log-file', log],
      ...['--tls13-ciphers', 'TLS_AES_128_GCM_SHA256', '--groups', 'X25519', '--connect-to', `127.0.0.1:${String(port)}`],
      ...options,
      urlAt(port),
    ]);
    const [, done, ...bad] = find(stdout, /(\d+) done, \d+ succeeded, (\d+) failed, (\d+) errored, (\d+) timeout/);
    if (bad.some((count) => count !== '0')) throw new Error(`requests to port ${String(port)} failed:\n${stdout}`);
    // When it was sent, the status, and how long it took in microseconds.
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    const times = lines.map((line) => Number(line.split('\t')[2]) / 1000).sort((a, b) => a - b);
    const percentile = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
    return { requestsPerSecond: Number(done) / seconds, p50Milliseconds: percentile(0.5), p99Milliseconds: percentile(0.99) };
  });
}

async function postBodies(port: number, seconds: number): Promise<Load> {
  return withScratch(async (scratch) => {
    const body = join(scratch, 'body');
    writeFileSync(body, 'x'.repeat(1024));
    return keepConnections(port, seconds, ['--h1', '--clients', CONNECTIONS, '--data', body]);
  });
}

/** h2load cannot; sessions are resumed, as those of browsers are. */
async function connectEachTime(port: number, seconds: number): Promise<Load> {
  return withScratch(async (scratch) => {
    const script = join(scratch, 'here.lua');
    writeFileSync(script, `function wrk.resolve() wrk.addrs = wrk.lookup("127.0.0.1", "${String(port)}") end\n`);
    const { stdout } = await runToSuccess('wrk', [
      ...['--threads', '1', '--connections', CONNECTIONS, '--duration', `${String(seconds)}s`, '--timeout', '10s'],
      ...['--script', script, '--header', 'Connection: close', urlAt(port)],
    ]);
    const failures = /^ {2}(?:Socket errors|Non-2xx).*$/m.exec(stdout);
    if (failures !== null) throw new Error(`port ${String(port)}: ${failures[0].trim()}`);
    const requestsPerSecond = Number(find(stdout, /^Requests\/sec: +([0-9.]+)$/m)[1]);
    return { requestsPerSecond, p50Milliseconds: Number.NaN, p99Milliseconds: Number.NaN };
  });
}

async function withScratch<Result>(body: (scratch: string) => Promise<Result>): Promise<Result> {
  const scratch = mkdtempSync(join(tmpdir(), 'appengine-bench-'));
  try {
    return await body(scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function find(output: string, pattern: RegExp): RegExpExecArray {
  const match = pattern.exec(output);
  if (match === null) throw new Error(`the load generator printed something unexpected:\n${output}`);
  return match;
}
