import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { packageRoot } from '../../../constructs/package-root';
import { getSecurely } from '../harness/https';
import type { Project } from '../harness/project';
import type { TrafficPlatform } from './platform';

const [ATTACKED, NEIGHBOUR] = ['shop.acme.localhost', 'shop.globex.localhost'];
const CONNECTIONS = 1000;
/** An attack is over when the last of them is closed. */
const ATTACK_SECONDS = 40;
/** Equal before and during the attack, and far from what the machine can do. */
const LOAD = { connections: 8, overallRate: 150, duration: 15 };
/** From the first byte of a connection to its end: every way of being slow has a timeout of 10 s or less. */
const LONGEST_SECONDS = 16;
/** A p99 that somebody would notice. */
const NOTICED_MILLISECONDS = 200;

/** What slow clients say when they are told to end. */
interface Slow {
  readonly opened: number;
  readonly closed: number;
  readonly longest: number;
}

/** A thousand slow clients of one tenant. */
export function slowClients(platform: TrafficPlatform): void {
  describe('slow clients', () => {
    let project: Project;
    let authority: string;
    let before: number;

    beforeAll(async () => {
      ({ project, authority } = platform);
      before = await p99(NEIGHBOUR);
    });

    /** Milliseconds within which 99 of 100 answers came, all of which have to be good. */
    async function p99(host: string): Promise<number> {
      const url = `https://127.0.0.1:${String(project.tlsPort)}/healthz`;
      const result = await autocannon({ ...LOAD, url, servername: host, tlsOptions: { ca: authority }, headers: { host } });
      expect({ host, errors: result.errors, timeouts: result.timeouts, others: result.non2xx }).toEqual({
        host,
        errors: 0,
        timeouts: 0,
        others: 0,
      });
      return result.latency.p99;
    }

    async function attack(kind: string, meanwhile: () => Promise<void>): Promise<Slow> {
      const program = join(packageRoot(), '__tests__/live/fixture/slow-clients.mjs');
      // An attacker has a machine of its own: here it gets what the others leave of this one.
      const child = spawn('nice', ['-n', '19', process.execPath, program, String(project.tlsPort), ATTACKED, kind, String(CONNECTIONS)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      const words = text(child.stdout);
      const began = Date.now();
      try {
        await meanwhile();
        await Promise.race([ended, sleep(Math.max(0, began + ATTACK_SECONDS * 1000 - Date.now()))]);
      } finally {
        child.kill();
      }
      return JSON.parse(await words) as Slow;
    }

    /** Of the attacked tenant's honest clients: share of requests that were answered within 10 s. */
    async function answered(): Promise<number> {
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, () => getSecurely(project.tlsPort, ATTACKED, authority, '/healthz')),
      );
      return results.filter((result) => result.status === 'fulfilled' && result.value.status === 200).length / results.length;
    }

    test.each(['handshakes', 'headers', 'bodies'])('slow %s: neighbours notice nothing, and all of them are closed', async (kind) => {
      let during = 0;
      let honest = 0;
      const slow = await attack(kind, async () => {
        during = await p99(NEIGHBOUR);
        honest = await answered();
      });
      process.stdout.write(
        `    ${kind}: neighbour's p99 ${String(before)} ms before, ${String(during)} ms during; ${String(slow.closed)} of ${String(slow.opened)} closed, the last after ${slow.longest.toFixed(1)} s; ${String(honest * 100)} % of the honest clients answered\n`,
      );
      expect(slow.opened).toBe(CONNECTIONS);
      expect(slow.closed).toBe(CONNECTIONS);
      expect(slow.longest).toBeLessThan(LONGEST_SECONDS);
      // The ratio is printed; a machine that is busy with other work must not decide here. Whoever starves waits for seconds.
      expect(during).toBeLessThanOrEqual(Math.max(2 * before, NOTICED_MILLISECONDS));
      expect(await answered()).toBe(1);
      expect((await project.status()).tenants.every(({ apps }) => apps.every(({ healthy, replicas }) => healthy === replicas))).toBe(true);
    });
  });
}
