import { Agent, request as requestPlainly } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { get, type Answer } from '../harness/http';
import type { Project } from '../harness/project';
import { DRAIN_SECONDS, type TrafficPlatform } from './platform';

const HOST = 'plain.acme.localhost';
/** Failed answers in a row that eject a replica in the fixture. */
const EJECT_AFTER = 5;

/** What becomes of requests and connections when replicas fail or are replaced. */
export function resilience(platform: TrafficPlatform): void {
  describe('resilience', () => {
    let project: Project;

    beforeAll(() => {
      ({ project } = platform);
    });

    /** Asks the pool with two replicas. */
    const ask = (query: string): Promise<Answer> => get(project.port, HOST, `/api/?${query}`);

    const replicaOf = ({ body }: Answer): string => (JSON.parse(body) as { replica: string }).replica;

    async function post(path: string, agent: Agent | false = false): Promise<number> {
      return new Promise((resolve, reject) => {
        const to = { host: '127.0.0.1', port: project.port, path, method: 'POST', headers: { host: HOST }, agent };
        requestPlainly(to, (answer) => {
          // A connection is free for the next one when the answer has been read.
          answer.resume().once('end', () => {
            resolve(answer.statusCode ?? 0);
          });
        })
          .once('error', reject)
          .end('one mug');
      });
    }

    /** How often the app read a request, in all its replicas. */
    async function reads(note: string): Promise<number> {
      const replicas = await project.containers({ role: 'replica', app: 'canary' });
      const logs = await Promise.all(
        [...replicas.values()].map((id) => project.docker.getContainer(id).logs({ stdout: true, stderr: true, follow: false })),
      );
      return logs.reduce((sum, log) => sum + log.toString('latin1').split(`read ${note}\n`).length - 1, 0);
    }

    /** Both replicas, when both answer. */
    async function bothReplicas(): Promise<readonly string[]> {
      for (let attempt = 0; attempt < 60; attempt++) {
        const seen = new Set<string>();
        for (let count = 0; count < 12; count++) {
          const answer = await ask('');
          if (answer.status === 200) seen.add(replicaOf(answer));
        }
        if (seen.size === 2) return [...seen];
        await sleep(500);
      }
      throw new Error('the two replicas did not both answer within 30 s');
    }

    test('a POST that a replica has read before it died is an error once, and never sent again', async () => {
      const [victim = ''] = await bothReplicas();
      let failed = 0;
      let tries = 0;
      for (; failed === 0 && tries < 20; tries++) {
        if ((await post(`/api/?dies=${victim}&note=post-${String(tries)}`)) === 502) failed++;
      }
      expect(failed).toBe(1);
      for (let count = 0; count < tries; count++)
        expect({ count, reads: await reads(`post-${String(count)}`) }).toEqual({ count, reads: 1 });
    });

    test('POSTs on a connection that a client keeps are read once each, when a replica dies between two and during one', async () => {
      const [victim = ''] = await bothReplicas();
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const connections = new Set<Duplex>();
      agent.on('free', (socket: Duplex) => connections.add(socket));
      const statuses: number[] = [];
      const send = async (query = ''): Promise<number> => {
        const status = await post(`/api/?note=kept-${String(statuses.length)}-end${query}`, agent);
        statuses.push(status);
        return status;
      };
      try {
        await send();
        for (let count = 0; count < 20 && replicaOf(await ask(`dies=${victim}`)) === victim; count++);
        for (let count = 0; count < 10; count++) await send();
        const between = [...statuses];
        await bothReplicas();
        for (let count = 0; count < 20 && (await send(`&dies=${victim}`)) !== 502; count++);
        const during = statuses.length - 1;
        for (let count = 0; count < 5; count++) await send();
        process.stdout.write(`    ${String(statuses.length)} POSTs on ${String(connections.size)} connections: ${statuses.join(' ')}\n`);
        expect(between).toEqual(between.map(() => 200));
        expect(statuses.filter((status) => status !== 200)).toEqual([502]);
        expect(statuses[during]).toBe(502);
        for (let count = 0; count < statuses.length; count++)
          expect({ count, reads: await reads(`kept-${String(count)}-end`) }).toEqual({ count, reads: 1 });
      } finally {
        agent.destroy();
      }
    });

    test('a GET that a replica has read before it died is asked of another', async () => {
      const [victim = ''] = await bothReplicas();
      let repeated = 0;
      for (let count = 0; repeated === 0 && count < 20; count++) {
        const answer = await ask(`dies=${victim}&note=get-${String(count)}`);
        expect(answer.status).toBe(200);
        expect(replicaOf(answer)).not.toBe(victim);
        repeated = (await reads(`get-${String(count)}`)) - 1;
      }
      expect(repeated).toBe(1);
    });

    test('a replica whose answers fail is left out, and comes back', async () => {
      const [outlier = ''] = await bothReplicas();
      const answers: Answer[] = [];
      for (let count = 0; count < 60; count++) answers.push(await ask(`status=500&on=${outlier}`));
      const failed = answers.filter(({ status }) => status === 500).length;
      process.stdout.write(`    ${String(failed)} of 60 answers were the outlier's\n`);
      expect(failed).toBeGreaterThanOrEqual(EJECT_AFTER);
      expect(failed).toBeLessThanOrEqual(EJECT_AFTER + 1);
      expect(await bothReplicas()).toContain(outlier);
    });

    test('failures of one page among others eject nobody', async () => {
      await bothReplicas();
      const inARow = new Map<string, number>();
      // Which replica is next is left to chance: the good page is asked for when one of them is a failure short of the limit.
      for (let count = 0; count < 100; count++) {
        const isDue = [...inARow.values()].includes(EJECT_AFTER - 1);
        const answer = await ask(isDue ? '' : 'status=500');
        const replica = replicaOf(answer);
        inARow.set(replica, answer.status === 500 ? (inARow.get(replica) ?? 0) + 1 : 0);
      }
      const seen = new Set<string>();
      for (let count = 0; count < 30; count++) seen.add(replicaOf(await ask('')));
      expect(seen.size).toBe(2);
    });

    test('when all answers fail, clients see the answers of the app, not that there is none', async () => {
      await bothReplicas();
      const statuses = new Set<number>();
      for (let count = 0; count < 100; count++) statuses.add((await ask('status=500')).status);
      expect([...statuses]).toEqual([500]);
    });

    test('a WebSocket goes on through a redeploy until the drain is over, and is closed then', async () => {
      const before = (await project.containers({ role: 'replica', app: 'echo' })).size;
      const socket = await upgraded();
      let closed: number | undefined;
      let lastEcho = 0;
      socket.on('data', () => (lastEcho = Date.now()));
      socket.once('close', () => (closed = Date.now()));
      socket.on('error', () => socket.destroy());
      const first = replicaOf(await get(project.port, HOST));
      const beat = setInterval(() => {
        if (closed === undefined) socket.write('still there?');
      }, 100);
      const deploying = { isOver: false };
      const deployed = platform.redeploy({ version: 'two' }).finally(() => (deploying.isOver = true));
      let switched: number | undefined;
      while (switched === undefined && !deploying.isOver) {
        if (replicaOf(await get(project.port, HOST)) !== first) switched = Date.now();
        await sleep(50);
      }
      await deployed;
      clearInterval(beat);
      expect((await project.containers({ role: 'replica', app: 'echo' })).size).toBe(before);
      const seconds = ((closed ?? Infinity) - (switched ?? NaN)) / 1000;
      process.stdout.write(`    closed ${seconds.toFixed(1)} s after the switch, with a drain of ${String(DRAIN_SECONDS)} s\n`);
      expect(seconds).toBeGreaterThan(DRAIN_SECONDS - 1);
      expect(seconds).toBeLessThan(DRAIN_SECONDS + 3);
      expect((closed ?? Infinity) - lastEcho).toBeLessThan(1000);
    });

    function upgraded(): Promise<Duplex> {
      return new Promise((resolve, reject) => {
        const headers = { host: HOST, connection: 'Upgrade', upgrade: 'echo' };
        requestPlainly({ host: '127.0.0.1', port: project.port, headers, agent: false })
          .once('upgrade', (_, socket) => {
            resolve(socket);
          })
          .once('error', reject)
          .end();
      });
    }
  });
}
