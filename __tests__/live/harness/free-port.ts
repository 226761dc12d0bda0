import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that the kernel gives to clients, of which this machine has thousands while it is under load. */
const FIRST = 20_000;
/** Each worker of Jest has its own, so that two cannot choose the same one before they use it. */
const PER_WORKER = 1000;

const given = new Set<number>();

/** A port on 127.0.0.1 that nobody listens on right now, and that this process was not given before. */
export async function freePort(): Promise<number> {
  const first = FIRST + (Number(process.env.JEST_WORKER_ID ?? 0) % 10) * PER_WORKER;
  const start = randomInt(PER_WORKER);
  for (let offset = 0; offset < PER_WORKER; offset++) {
    const port = first + ((start + offset) % PER_WORKER);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`every port from ${String(first)} to ${String(first + PER_WORKER - 1)} is taken`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
