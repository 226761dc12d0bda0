import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { products } from './catalogue.js';
import { shop } from './shop.js';

const listening = async (options) => {
  const lines = [];
  const server = shop({ log: (entry) => lines.push(entry), ...options });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, lines, url: `http://127.0.0.1:${server.address().port}` };
};

describe('the shop', () => {
  let server, lines, url;
  before(async () => ({ server, lines, url } = await listening({ version: '1.2.3' })));
  after(() => server.close());

  const post = (body) => fetch(`${url}/orders`, { method: 'POST', body });
  const refusal = async (body, status = 400) => {
    const response = await post(typeof body === 'string' ? body : JSON.stringify(body));
    assert.equal(response.status, status);
    return (await response.json()).error;
  };

  it('shows every product on its page', async () => {
    const response = await fetch(url);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type'), /^text\/html/);
    const html = await response.text();
    for (const { name } of products) assert.ok(html.includes(name), name);
  });

  it('lists the products', async () => {
    assert.deepEqual(await (await fetch(`${url}/products`)).json(), products);
  });

  it('finds one product', async () => {
    assert.equal((await (await fetch(`${url}/products/mug`)).json()).name, 'Enamel mug');
  });

  it('does not find a product that it does not sell', async () => {
    const response = await fetch(`${url}/products/yacht`);
    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), { error: 'there is no product "yacht"' });
  });

  it('takes an order and totals it in cents', async () => {
    const response = await post(JSON.stringify({ product: 'mug', quantity: 3 }));
    assert.equal(response.status, 201);
    const { id, ...order } = await response.json();
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.deepEqual(order, { product: 'mug', quantity: 3, total: '43.50' });
  });

  it('finds an order again, and the orders of a session', async () => {
    const placed = await post(JSON.stringify({ product: 'mug', quantity: 1 }));
    const cookie = placed.headers.get('set-cookie');
    assert.match(cookie, /^session=[0-9a-f-]{36}; Path=\/; HttpOnly; SameSite=Lax$/);
    const order = await placed.json();
    assert.deepEqual(await (await fetch(`${url}/orders/${order.id}`)).json(), { ...order, state: 'new' });
    const [own] = cookie.split(';');
    assert.deepEqual(await (await fetch(`${url}/orders`, { headers: { cookie: own } })).json(), [{ ...order, state: 'new' }]);
    assert.deepEqual(await (await fetch(`${url}/orders`)).json(), []);
    assert.equal((await fetch(`${url}/orders/00000000-0000-4000-8000-000000000000`)).status, 404);
  });

  it('names the product that it does not know, and those it does', async () => {
    assert.equal(
      await refusal({ product: 'yacht', quantity: 1 }),
      'product "yacht" is not in the catalogue: expected one of mug, notebook, lamp, backpack, kettle, clock',
    );
  });

  for (const [quantity, shown] of [
    [0, '0'],
    [100, '100'],
    [1.5, '1.5'],
    ['2', '"2"'],
    [null, 'null'],
    [undefined, '(missing)'],
  ]) {
    it(`refuses a quantity of ${shown}`, async () => {
      const error = await refusal({ product: 'mug', quantity });
      assert.equal(error, `quantity ${shown} is not allowed: expected a whole number from 1 to 99`);
    });
  }

  it('refuses what is not a JSON object', async () => {
    assert.match(await refusal('quantity=1'), /^the body is not JSON/);
    assert.match(await refusal('[1]'), /^the body is \[1\]: expected an object/);
    assert.match(await refusal('null'), /^the body is null: expected an object/);
  });

  it('refuses a body beyond 64 KiB, and the client reads why', async () => {
    assert.equal(await refusal('x'.repeat(64 * 1024 + 1), 413), 'the body is larger than 65536 bytes');
    assert.equal(await refusal('x'.repeat(4 * 1024 * 1024), 413), 'the body is larger than 65536 bytes');
    assert.match(await refusal('x'.repeat(64 * 1024)), /^the body is not JSON/);
  });

  it('is healthy', async () => {
    const response = await fetch(`${url}/healthz`);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { status: 'ok' });
  });

  it('tells its version and replica', async () => {
    assert.deepEqual(await (await fetch(`${url}/version`)).json(), { version: '1.2.3', replica: hostname() });
  });

  it('answers unknown paths and methods', async () => {
    assert.equal((await fetch(`${url}/admin`)).status, 404);
    const response = await fetch(`${url}/orders`, { method: 'DELETE' });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'GET, POST');
  });

  it('answers HEAD with the headers of GET', async () => {
    const response = await fetch(`${url}/products`, { method: 'HEAD' });
    assert.equal(response.status, 200);
    assert.equal(Number(response.headers.get('content-length')), Buffer.byteLength(`${JSON.stringify(products)}\n`));
  });

  it('logs a request without its query', async () => {
    await fetch(`${url}/products?token=secret`);
    const { ms, ...entry } = lines.at(-1);
    assert.deepEqual(entry, { method: 'GET', path: '/products', status: 200 });
    assert.ok(ms >= 0);
  });
});

describe('a shop that is told to fail', () => {
  it('is unhealthy and still serves', async () => {
    const { server, url } = await listening({ failHealth: true });
    const response = await fetch(`${url}/healthz`);
    assert.equal(response.status, 503);
    assert.equal((await response.json()).status, 'failing');
    assert.equal((await fetch(`${url}/products`)).status, 200);
    server.close();
  });
});

describe('the process', () => {
  const start = async (env) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('server.js', import.meta.url))], { env: { PORT: '0', ...env } });
    const stderr = [];
    child.stderr.on('data', (data) => stderr.push(data));
    const lines = createInterface(child.stdout);
    const [line] = await once(lines, 'line');
    return { child, lines, stderr, port: Number(/port (\d+)/.exec(JSON.parse(line).message)[1]) };
  };

  it('finishes the request under way on SIGTERM, refuses new ones, and exits 0', async () => {
    const { child, lines, port } = await start();
    const silent = connect(port, '127.0.0.1');
    await once(silent, 'connect');

    const body = JSON.stringify({ product: 'clock', quantity: 2 });
    const pending = httpRequest({ port, method: 'POST', path: '/orders', headers: { 'content-length': body.length } });
    pending.write(body.slice(0, 5));
    await once(pending, 'socket');
    await new Promise((resolve) => setTimeout(resolve, 100));

    child.kill('SIGTERM');
    await once(lines, 'line');
    await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));

    pending.end(body.slice(5));
    const [response] = await once(pending, 'response');
    assert.equal(response.statusCode, 201);
    assert.equal(response.headers.connection, 'close');
    response.resume();

    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
  });

  it('says at its start that its health check will fail', async () => {
    const { child, stderr } = await start({ FAIL_HEALTH: '1' });
    while (stderr.length === 0) await once(child.stderr, 'data');
    child.kill('SIGTERM');
    await once(child, 'exit');
    const { level, message } = JSON.parse(Buffer.concat(stderr).toString());
    assert.deepEqual({ level, message }, { level: 'error', message: 'FAIL_HEALTH is set: GET /healthz answers 503' });
  });
});
