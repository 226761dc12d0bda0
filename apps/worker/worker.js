import { readFileSync } from 'node:fs';
import { deals, hourOf } from './deals.js';
import { beat, heartbeatFile, intervalSeconds } from './heartbeat.js';

const catalogue = JSON.parse(readFileSync(new URL('catalogue.json', import.meta.url)));
const log = (entry) => process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level: 'info', ...entry })}\n`);

function work() {
  const now = new Date();
  const hour = hourOf(now);
  log({ message: 'deals of the hour', hour, deals: deals(catalogue, hour) });
  // Last: a heartbeat is the proof that the work before it was done.
  beat(heartbeatFile, now);
}

const timer = setInterval(work, intervalSeconds() * 1000);
work();

// One round is synchronous, so a signal never lands in the middle of it: without its timer the process has nothing left to do.
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    log({ message: `${signal}: stopping` });
    clearInterval(timer);
  });
}
