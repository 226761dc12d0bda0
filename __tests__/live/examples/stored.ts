import { request, type OutgoingHttpHeaders } from 'node:http';
import { isFull } from '../harness/full';
import { get, getUntil, type Answer } from '../harness/http';
import type { Project } from '../harness/project';
import type { Examples } from './examples';

const [SHOP, API] = ['shop.acme.localhost', 'api.globex.localhost'];
const MOST_ATTEMPTS = 40;

interface Order {
  readonly id: string;
  readonly state: string;
}

/** Orders, sessions and quotes, which the examples keep in their services. */
export function stored(examples: Examples): void {
  describe('services', () => {
    let project: Project;
    let order: Order;
    let cookie: string;
    let quote: object;

    beforeAll(() => {
      ({ project } = examples);
    });

    function ask(host: string, path: string, headers: OutgoingHttpHeaders, body?: object): Promise<Answer> {
      const options = { host: '127.0.0.1', port: project.port, method: body === undefined ? 'GET' : 'POST', path, agent: false };
      return new Promise((resolve, reject) => {
        const outgoing = request({ ...options, headers: { ...headers, host } }, (incoming) => {
          let text = '';
          incoming.setEncoding('utf8').on('data', (part: string) => (text += part));
          incoming.once('end', () => {
            resolve({ status: incoming.statusCode ?? 0, body: text, headers: incoming.headers });
          });
        });
        outgoing.once('error', reject);
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      });
    }

    async function healthy(server: string): Promise<void> {
      for (let attempt = 0; ; attempt++) {
        const { State } = await project.docker.getContainer(server).inspect();
        if (State.Health?.Status === 'healthy') return;
        if (attempt === MOST_ATTEMPTS) throw new Error(`${server} is ${String(State.Health?.Status)} after it was started again`);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }

    async function allIsThere(): Promise<void> {
      expect((await getUntil(200, project.port, SHOP, `/orders/${order.id}`)).body).toContain(order.id);
      // So often that every replica answers: none of them keeps sessions to itself.
      const answers = await Promise.all(Array.from({ length: 16 }, () => ask(SHOP, '/orders', { cookie })));
      for (const { body } of answers) expect(JSON.parse(body)).toMatchObject([{ id: order.id }]);
      const recent = await getUntil(200, project.port, API, '/v1/quotes/recent');
      expect(JSON.parse(recent.body)).toContainEqual(quote);
    }

    test('an order is in PostgreSQL, its session in Valkey, and the worker confirms it', async () => {
      const { status, headers, body } = await ask(SHOP, '/orders', {}, { product: 'mug', quantity: 2 });
      expect(status).toBe(201);
      order = JSON.parse(body) as Order;
      cookie = (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
      for (let attempt = 0; ; attempt++) {
        const { body: found } = await get(project.port, SHOP, `/orders/${order.id}`);
        if ((JSON.parse(found) as Order).state === 'confirmed') break;
        if (attempt === MOST_ATTEMPTS) throw new Error(`the worker has not confirmed it: ${found}`);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      const given = await ask(API, '/v1/quotes', {}, { from: 'km', to: 'mi', amount: '42.195' });
      expect(given.status).toBe(201);
      quote = JSON.parse(given.body) as object;
      await allIsThere();
    });

    test('all of it is there after the servers were started again', async () => {
      const servers = [...(await project.containers({ role: 'service' })).values()];
      expect(servers).toHaveLength(3);
      await Promise.all(servers.map((server) => project.docker.getContainer(server).restart()));
      await Promise.all(servers.map(healthy));
      // The replicas connect again, each for itself.
      for (let good = 0, attempt = 0; good < 8 && attempt < MOST_ATTEMPTS; attempt++) {
        const isGood = (await ask(SHOP, '/orders', { cookie })).status === 200;
        good = isGood ? good + 1 : 0;
        if (!isGood) await new Promise((resolve) => setTimeout(resolve, 250));
      }
      await allIsThere();
    });

    (isFull ? test : test.skip)('all of it is there after down and up', async () => {
      expect(await project.appengine('down', '--keep-engine', '--yes')).toMatchObject({ exitCode: 0 });
      expect(await project.appengine('up')).toMatchObject({ exitCode: 0 });
      await allIsThere();
    });
  });
}
