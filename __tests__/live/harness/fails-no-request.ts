import { setTimeout as sleep } from 'node:timers/promises';
import { startKept } from './http1-load';

const BEFORE_MS = 2000;

/** Does something while a host is asked over kept connections; no request may fail meanwhile. */
export async function failsNoRequest(
  target: Parameters<typeof startKept>[0],
  requestsPerSecond: number,
  happens: () => Promise<unknown>,
): Promise<void> {
  const load = startKept(target, requestsPerSecond);
  await sleep(BEFORE_MS);
  await happens();
  const { requests, failed, detail } = await load.stop();
  process.stdout.write(`    ${expect.getState().currentTestName ?? ''}: ${detail}\n`);
  expect(failed).toBe(0);
  expect(requests).toBeGreaterThan(requestsPerSecond);
}
