import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { hostname } from 'node:os';
import { product, products } from './catalogue.js';
import { order, Refused } from './orders.js';
import { ordersInMemory } from './orders-store.js';
import { page } from './page.js';
import { sessionsInMemory } from './sessions-store.js';

const BODY_LIMIT = 64 * 1024;
const SESSION = /(?:^|;\s*)session=([0-9a-f-]{36})(?:;|$)/;

const json = (status, value, headers) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: `${JSON.stringify(value)}\n`,
});

/** The shop's HTTP server, not yet listening. `log` gets one object a request. */
export function shop({ version = 'dev', failHealth = false, log, orders = ordersInMemory(), sessions = sessionsInMemory() }) {
  const health = () => (failHealth ? json(503, { status: 'failing', error: 'FAIL_HEALTH is set' }) : json(200, { status: 'ok' }));
  const find = (id) => {
    const found = product(id);
    if (!found) throw new Refused(404, `there is no product "${id}"`);
    return json(200, found);
  };

  const sessionOf = ({ headers }) => SESSION.exec(headers.cookie ?? '')?.[1];
  const take = async (request) => {
    const taken = order(await bodyOf(request));
    await orders.add(taken);
    const known = sessionOf(request);
    const session = known ?? randomUUID();
    await sessions.remember(session, taken.id);
    return json(201, taken, known ? {} : { 'set-cookie': `session=${session}; Path=/; HttpOnly; SameSite=Lax` });
  };
  const ownOrders = async (request) => {
    const session = sessionOf(request);
    return json(200, session ? await orders.find(await sessions.ordersOf(session)) : []);
  };
  const findOrder = async (id) => {
    const [found] = await orders.find([id]);
    if (!found) throw new Refused(404, `there is no order ${id}`);
    return json(200, found);
  };

  const routes = [
    ['GET', /^\/$/, () => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page })],
    ['GET', /^\/products$/, () => json(200, products)],
    ['GET', /^\/products\/([\w-]+)$/, (_request, [, id]) => find(id)],
    ['GET', /^\/orders$/, ownOrders],
    ['POST', /^\/orders$/, take],
    ['GET', /^\/orders\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, (_request, [, id]) => findOrder(id)],
    ['GET', /^\/healthz$/, health],
    ['GET', /^\/version$/, () => json(200, { version, replica: hostname() })],
  ];

  const answer = async (request, path) => {
    const matching = routes.filter(([, pattern]) => pattern.test(path));
    if (matching.length === 0) throw new Refused(404, `there is nothing at ${path}`);
    // A HEAD is a GET whose body Node does not send.
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const route = matching.find(([allowed]) => allowed === method);
    if (!route) {
      const allow = matching.map(([allowed]) => allowed).join(', ');
      return json(405, { error: `${request.method} is not allowed at ${path}: expected ${allow}` }, { allow });
    }
    const [, pattern, handle] = route;
    return handle(request, pattern.exec(path));
  };

  const server = createServer(async (request, response) => {
    const start = performance.now();
    const path = request.url.split('?', 1)[0];
    let failure;
    const { status, headers, body } = await answer(request, path).catch((error) => {
      if (error instanceof Refused) return json(error.status, { error: error.message });
      if (error.code === 'ECONNRESET') return json(400, { error: 'the client hung up before its request was complete' });
      failure = error.message;
      return json(500, { error: 'the shop failed to answer, its log says why' });
    });
    // While it stops, the last answer on a connection says so: a proxy must not send the next request there.
    if (!server.listening) response.setHeader('connection', 'close');
    response.writeHead(status, {
      'content-length': Buffer.byteLength(body),
      'x-content-type-options': 'nosniff',
      ...headers,
    });
    response.end(body);
    const ms = Math.round((performance.now() - start) * 10) / 10;
    log({ method: request.method, path, status, ms, ...(failure && { error: failure }) });
  });
  return server;
}

async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  // The request outlives a refusal: destroying it would cut the connection before the client has read why.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Refused(413, `the body is larger than ${BODY_LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
