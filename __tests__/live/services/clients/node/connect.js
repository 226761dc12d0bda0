// Logs in to all three services with each client, by files and by variables, and prints what answered.
import { readFileSync } from 'node:fs';
import Redis from 'ioredis';
import mysql from 'mysql2/promise';
import pg from 'pg';

const file = (binding, entry) => readFileSync(`${process.env.SERVICE_BINDING_ROOT}/${binding}/${entry}`, 'utf8');

async function postgres(options) {
  const client = new pg.Client(options);
  await client.connect();
  const { rows } = await client.query('SELECT session_user AS name');
  await client.end();
  return rows[0].name;
}

async function mariadb(options) {
  const connection = await mysql.createConnection({ ...options, ssl: { ca: file('ledger', 'ca.crt') } });
  const [rows] = await connection.query("SELECT SUBSTRING_INDEX(USER(), '@', 1) AS name");
  await connection.end();
  return rows[0].name;
}

async function valkey(uri) {
  const client = new Redis(uri, { tls: { ca: file('cache', 'ca.crt') }, maxRetriesPerRequest: 1 });
  await client.set('client', 'ioredis');
  const value = await client.get('client');
  client.disconnect();
  return value;
}

const parts = (binding) => ({
  host: file(binding, 'host'),
  port: Number(file(binding, 'port')),
  user: file(binding, 'username'),
  password: file(binding, 'password'),
  database: file(binding, 'database'),
});

console.log(
  JSON.stringify({
    'pg by the file uri': await postgres({ connectionString: file('orders', 'uri') }),
    'pg by files': await postgres({ ...parts('orders'), ssl: { ca: file('orders', 'ca.crt') } }),
    'pg by a variable': await postgres({ connectionString: process.env.ORDERS_URI }),
    'mysql2 by the file uri': await mariadb({ uri: file('ledger', 'uri') }),
    'mysql2 by files': await mariadb(parts('ledger')),
    'mysql2 by a variable': await mariadb({ uri: process.env.LEDGER_URI }),
    'ioredis by the file uri': await valkey(file('cache', 'uri')),
    'ioredis by a variable': await valkey(process.env.CACHE_URI),
  }),
);
