#!/usr/bin/env node
/*
 * Run by Terraform for every container that has to serve or to end, on the machine that runs Terraform: starts it where only one may write a volume,
 * seals the pids limit, which the provider cannot express, and waits until the container is healthy. When it is not, the container's own last words
 * are the error, it stays stopped under another name to be looked into, and what served before is started again. It needs nothing but Node and the
 * docker client, which reaches the engine over a socket, ssh or TLS alike.
 */
'use strict';

const { parseArgs } = require('node:util');
const { docker, inspect, logs } = require('./engine');
const { explainRefusedWrite } = require('./refused-write');
const { giveVolumes } = require('./ownership');
const { judge } = require('./verdict');
const { makeWay, startAgain } = require('./writers');

const POLL_MS = 250;

const { values: options, positionals } = parseArgs({
  options: {
    until: { type: 'string' },
    timeout: { type: 'string' },
    pids: { type: 'string' },
    /** The container was only created: the gate starts it. */
    start: { type: 'boolean', default: false },
    /** Volumes that nothing else may write. */
    writes: { type: 'string', multiple: true, default: [] },
    /** Volumes that others write as well. */
    shares: { type: 'string', multiple: true, default: [] },
    /** The generation before has to end first, even if it writes nothing. */
    'stop-first': { type: 'boolean', default: false },
    /** Image of the program that gives volumes to a user. */
    probe: { type: 'string' },
  },
  allowPositionals: true,
});
const [container] = positionals;
const isJob = options.until === 'done';
const timeoutMs = Number(options.timeout) * 1000;
/** Containers that ran before, and run again if this one fails. */
let predecessors = [];

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => fail('was interrupted'));
void main().catch((error) => fail(error.message));

async function main() {
  if (options.start && (await start())) return;
  if (options.pids !== undefined) seal();
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const verdict = judge(inspect(container), options.until);
    if (verdict.done) return finish();
    if (verdict.failure !== undefined) return fail(verdict.failure);
    if (Date.now() > deadline) return fail(`${verdict.pending} within ${options.timeout} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Resolves to true where there is nothing to wait for: a job that has succeeded does not run again. */
async function start() {
  const created = inspect(container);
  if (created.State.Running) return false;
  if (isJob && created.State.Status === 'exited' && created.State.ExitCode === 0) return true;
  const way = { writes: options.writes, stopFirst: options['stop-first'], timeoutMs };
  await makeWay(created, way, (predecessor) => predecessors.push(predecessor));
  giveVolumes(created, [...options.writes, ...options.shares], options.probe);
  const { status, stderr } = docker('start', container);
  if (status !== 0) throw new Error(`cannot be started: ${stderr.trim()}`);
  return false;
}

function seal() {
  const { status, stderr } = docker('update', '--pids-limit', options.pids, container);
  // A container that has already ended has no processes to limit; what ended it is said below.
  if (status !== 0 && inspect(container).State.Running) fail(`the pids limit could not be set: ${stderr.trim()}`);
}

/** Of a job that runs again, only the words of this run. */
function lastWords() {
  return logs(container, isJob && options.start ? inspect(container).State.StartedAt : undefined);
}

function finish() {
  if (isJob) process.stdout.write(`${lastWords()}\n`);
}

function fail(reason) {
  const words = lastWords();
  const hint = explainRefusedWrite(words, () => inspect(container).Mounts);
  docker('stop', '--time', '2', container);
  const kept = setAside();
  const restarted = startAgain(predecessors, [...options.writes, ...options.shares], options.probe);
  const lines = words === '' ? '    (none)' : words.replace(/^/gm, '    ');
  process.stderr.write(
    [
      `${container} ${reason}`,
      '  its last words:',
      lines,
      ...(hint === undefined ? [] : [`  ${hint}`]),
      `  kept, stopped, as ${kept}`,
      ...restarted,
    ]
      .join('\n')
      .concat('\n'),
  );
  process.exit(1);
}

/** The name is free again for the next attempt with the same configuration. A job keeps it: the next attempt starts the same container. */
function setAside() {
  if (isJob && options.start) return container;
  const kept = `${container}-failed`;
  docker('rm', '--force', kept);
  docker('rename', container, kept);
  return kept;
}
