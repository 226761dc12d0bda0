import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { products } from '../shop/catalogue.js';
import { deals, hourOf } from './deals.js';
import { intervalSeconds, stuck } from './heartbeat.js';

const catalogue = JSON.parse(readFileSync(new URL('catalogue.json', import.meta.url)));

describe('the catalogue', () => {
  it("is the shop's", () => {
    assert.deepEqual(
      catalogue,
      products.map(({ id, cents }) => ({ id, cents })),
    );
  });
});

describe('the deals of an hour', () => {
  it('are the same each time', () => {
    assert.deepEqual(deals(catalogue, '2026-01-01T08:00Z'), deals(catalogue, '2026-01-01T08:00Z'));
  });

  it('change over a day, and give each product its turn', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => deals(catalogue, `2026-01-01T${String(hour).padStart(2, '0')}:00Z`));
    assert.equal(new Set(hours.flat().map(({ product }) => product)).size, catalogue.length);
  });

  it('are two different products below their price', () => {
    const [first, second] = deals(catalogue, '2026-01-01T08:00Z');
    assert.notEqual(first.product, second.product);
    for (const { product, percent, price } of [first, second]) {
      const { cents } = catalogue.find(({ id }) => id === product);
      assert.equal(price, (Math.round(cents * (1 - percent / 100)) / 100).toFixed(2));
    }
  });

  it('belong to an hour of UTC', () => {
    assert.equal(hourOf(new Date('2026-03-01T23:59:59.999Z')), '2026-03-01T23:00Z');
  });
});

describe('the interval', () => {
  it('is five seconds unless told', () => assert.equal(intervalSeconds(), 5));

  for (const value of ['0', '-1', 'often', '', '3601']) {
    it(`is not "${value}"`, () => {
      assert.throws(() => intervalSeconds(value), new RegExp(`INTERVAL_SECONDS "${value}" is not allowed: expected more than 0`));
    });
  }
});

describe('the process', () => {
  let directory, env;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'worker-'));
    env = { HEARTBEAT_FILE: join(directory, 'heartbeat'), INTERVAL_SECONDS: '0.1' };
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const path = (file) => fileURLToPath(new URL(file, import.meta.url));
  const health = () => spawnSync(process.execPath, [path('healthy.js')], { env, encoding: 'utf8' });

  it('works each interval, is healthy while it does, and exits 0 on SIGTERM', async () => {
    env.INTERVAL_SECONDS = '1';
    const child = spawn(process.execPath, [path('worker.js')], { env });
    const lines = createInterface(child.stdout);
    for (let round = 0; round < 2; round++) {
      const { level, message, deals: found } = JSON.parse((await once(lines, 'line'))[0]);
      assert.deepEqual({ level, message }, { level: 'info', message: 'deals of the hour' });
      assert.equal(found.length, 2);
    }
    const { status, stdout } = health();
    assert.deepEqual({ status, stdout }, { status: 0, stdout: '' });

    child.kill('SIGTERM');
    assert.match((await once(lines, 'line'))[0], /SIGTERM: stopping/);
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('is not healthy before its first heartbeat', () => {
    const { status, stdout } = health();
    assert.deepEqual({ status, stdout }, { status: 1, stdout: `there is no heartbeat ${env.HEARTBEAT_FILE}\n` });
  });

  it('is not healthy three intervals after its last heartbeat', () => {
    const file = env.HEARTBEAT_FILE;
    writeFileSync(file, '');
    utimesSync(file, 1000, 1000);
    assert.equal(stuck(file, 5, 1_014_900), undefined);
    assert.equal(stuck(file, 5, 1_015_000), 'the last heartbeat is 15.0 s old, expected less than 15 s');
    assert.equal(health().status, 1);
  });

  it('does not start with an interval that is none', () => {
    env.INTERVAL_SECONDS = 'often';
    const { status, stderr } = spawnSync(process.execPath, [path('worker.js')], { env, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /INTERVAL_SECONDS "often" is not allowed/);
  });
});
