import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { confirmOrders, database } from './confirm.js';
import { deals, hourOf } from './deals.js';
import { beat, heartbeatFile, intervalSeconds } from './heartbeat.js';

const catalogue = JSON.parse(readFileSync(new URL('catalogue.json', import.meta.url)));
const log = (entry) => process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level: 'info', ...entry })}\n`);
const interval = intervalSeconds() * 1000;
const stopped = new AbortController();

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    log({ message: `${signal}: stopping` });
    stopped.abort();
  });
}

async function work(pool) {
  const now = new Date();
  const hour = hourOf(now);
  log({ message: 'deals of the hour', hour, deals: deals(catalogue, hour) });
  if (pool) {
    const confirmed = await confirmOrders(pool);
    if (confirmed > 0) log({ message: 'orders confirmed', orders: confirmed });
  }
  // Last: a heartbeat is the proof that the work before it was done.
  beat(heartbeatFile, now);
}

const pool = await database(log);
while (!stopped.signal.aborted) {
  // A round that fails, such as while the database starts again, has no heartbeat, and the next one makes up for it.
  await work(pool).catch(({ message }) => log({ level: 'error', message: `the round failed: ${message}` }));
  await sleep(interval, undefined, { signal: stopped.signal }).catch(() => undefined);
}
await pool?.end();
