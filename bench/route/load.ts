import { findProgram } from '../../cli/process/find-program';
import { runToSuccess } from '../../cli/process/run';
import { HOST, PATH } from './plan';

const CONNECTIONS = 16;

/** What the clients saw of one target for a while. */
export interface Load {
  readonly requestsPerSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

export function requireLoadGenerator(): void {
  if (findProgram('wrk') === undefined) throw new Error('wrk is not on PATH; install it (on Debian: apt-get install wrk)');
}

/** Sixteen keep-alive connections as fast as they can. wrk, because the generator shares the processors with what it measures. @throws on any failed request */
export async function load(address: string, seconds: number): Promise<Load> {
  const { stdout } = await runToSuccess('wrk', [
    ...['--threads', '1', '--connections', String(CONNECTIONS), '--duration', `${String(seconds)}s`, '--timeout', '10s', '--latency'],
    ...['--header', `Host: ${HOST}`, `http://${address}${PATH}`],
  ]);
  const failures = /^ {2}(?:Socket errors|Non-2xx).*$/m.exec(stdout);
  if (failures !== null) throw new Error(`${address}: ${failures[0].trim()}`);
  return {
    requestsPerSecond: Number(find(stdout, /^Requests\/sec: +([0-9.]+)$/m)[1]),
    p50Milliseconds: milliseconds(find(stdout, /^ +50% +([0-9.]+)(us|ms|s)$/m)),
    p99Milliseconds: milliseconds(find(stdout, /^ +99% +([0-9.]+)(us|ms|s)$/m)),
  };
}

function find(output: string, pattern: RegExp): RegExpExecArray {
  const match = pattern.exec(output);
  if (match === null) throw new Error(`wrk printed something unexpected:\n${output}`);
  return match;
}

function milliseconds([, amount, unit]: RegExpExecArray): number {
  const factors: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };
  return Number(amount) * (factors[unit ?? ''] ?? Number.NaN);
}
