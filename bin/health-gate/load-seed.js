#!/usr/bin/env node
/*
 * Run by Terraform for the database of a preview, on the machine that runs Terraform: sends statements to the client in the server's own container. They are those of a
 * file, or those that the container with the original's backups makes of the last one. No port is opened, and no password is needed.
 */
'use strict';

const { spawn } = require('node:child_process');
const { createReadStream } = require('node:fs');
const { pipeline } = require('node:stream/promises');
const { setTimeout: sleep } = require('node:timers/promises');
const { parseArgs } = require('node:util');
const { docker, list } = require('./engine');

const MOST_WORDS = 4096;
/** Exit status of the agent, in `tools/agent/backup/problem.go`. */
const BUSY = 14;
const LONGEST_WAIT_MS = 10 * 60_000;
const LONGEST_START_MS = 120_000;
const PAUSE_MS = 500;

const text = { type: 'string' };
const { values: options } = parseArgs({
  options: {
    ...{ instance: text, stack: text, service: text, type: text },
    /** Source of the statements: one of the two. */
    ...{ file: text, original: text },
  },
});

/**
 * How each client takes statements. PostgreSQL's belong to the owner of the database, and count only with the last one: where the source breaks off, nothing of it
 * stays.
 */
const CLIENTS = {
  postgres: {
    asks: ['--no-psqlrc', '--command', 'SELECT 1'],
    words: ['--no-psqlrc', '--quiet', '--output', '/dev/null', '--set', 'ON_ERROR_STOP=1'],
    first: `BEGIN;\nSET ROLE "${options.service}-owner";\n`,
    last: '\nCOMMIT;\n',
  },
  mariadb: { asks: ['--execute', 'SELECT 1'], words: [], first: '', last: '' },
};

loadWhenIdle().catch((error) => {
  process.stderr.write(`SeedNotLoaded: ${error.message}\n`);
  process.exitCode = 1;
});

/** Another backup of the original may be under way: then nothing was sent. */
async function loadWhenIdle() {
  for (const deadline = Date.now() + LONGEST_WAIT_MS; ;) {
    try {
      return await load();
    } catch (error) {
      if (error.exitCode !== BUSY || Date.now() > deadline) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

async function load() {
  const { words, first, last } = CLIENTS[options.type];
  const server = containerOf('service', options.stack);
  await databaseOf(server);
  const source = options.file === undefined ? exported() : { stream: createReadStream(options.file), ended: Promise.resolve() };
  const client = program(['exec', '--interactive', server, 'agent', options.type, 'connect', options.service, ...words]);
  let problem;
  const statements = async function* () {
    yield first;
    try {
      yield* source.stream;
      await source.ended;
    } catch (error) {
      problem = error;
      return;
    }
    yield last;
  };
  // Where the client ends early, it says why itself.
  await Promise.all([pipeline(statements, client.child.stdin).catch(() => undefined), client.ended]);
  if (problem !== undefined) throw problem;
}

/** A server that answers makes its database a moment later. */
async function databaseOf(server) {
  for (const deadline = Date.now() + LONGEST_START_MS; ;) {
    const { status, stderr } = docker('exec', server, 'agent', options.type, 'connect', options.service, ...CLIENTS[options.type].asks);
    if (status === 0) return;
    if (Date.now() > deadline) throw new Error(stderr.trim());
    await sleep(PAUSE_MS);
  }
}

/** Statements of the original's last backup. */
function exported() {
  const { child, ended } = program(['exec', containerOf('backup', options.original), 'agent', 'backup', 'export']);
  return { stream: child.stdout, ended };
}

function containerOf(role, stack) {
  const filters = [`instance=${options.instance}`, `stack=${stack}`, `role=${role}`, `app=${options.service}`];
  const [found] = list(filters.map((filter) => `label=appengine.${filter}`));
  if (found !== undefined) return found.Id;
  const fix = role === 'backup' ? `give it a backup and deploy it, or seed the preview from a file` : 'run the deploy again';
  throw new Error(`no container runs that has the ${role} of ${stack}/${options.service}; ${fix}`);
}

function program(words) {
  const child = spawn('docker', words, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said = (said + String(chunk)).slice(-MOST_WORDS)));
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(Object.assign(new Error(said.trim() || `docker ended with ${String(code)}`), { exitCode: code })),
    );
  });
  ended.catch(() => undefined);
  return { child, ended };
}
