import { getSecurely } from '../../__tests__/live/harness/https';
import { PATH, hostOf } from './plan';

const PER_SECOND = 50;
const SECONDS = 20;

/** What visitors waited for, who came one by one, each on a connection of his own. */
export interface Visit {
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

/** The same load whatever the number of tenants: lookup, handshake and request, by turns at each of some. @throws on any failed request */
export async function visit(tenants: readonly number[], port: number, authority: string): Promise<Visit> {
  const times: number[] = [];
  const open: Promise<void>[] = [];
  const one = async (tenant: number): Promise<void> => {
    const began = performance.now();
    const { status } = await getSecurely(port, hostOf(tenant), authority, PATH);
    if (status !== 200) throw new Error(`${hostOf(tenant)} answered ${String(status)}`);
    times.push(performance.now() - began);
  };
  for (let count = 0; count < PER_SECOND * SECONDS; count += 1) {
    open.push(one(tenants[count % tenants.length] ?? 0));
    await new Promise((resolve) => setTimeout(resolve, 1000 / PER_SECOND));
  }
  await Promise.all(open);
  times.sort((a, b) => a - b);
  const percentile = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { p50Milliseconds: percentile(0.5), p99Milliseconds: percentile(0.99) };
}
