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
const { explainRefusedLibrary } = require('./refused-library');
const { explainRefusedWrite } = require('./refused-write');
const { giveVolumes } = require('./ownership');
const { unreached } = require('./reach');
const { judge } = require('./verdict');
const { makeWay, startAgain } = require('./writers');

const POLL_MS = 250;
const SLOW_START = '; if it needs longer to start, raise `startWithin` of its health check, or its `cpu`';

const MUST_ANSWER = 'it has to answer its gateway, at any address of its network, as it answers itself';

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
    /** Arguments of the probe with which proxies in front of it ask it, as JSON. */
    reached: { type: 'string' },
    /** Image of the program that gives volumes to a user, and that new ports are tried with. */
    probe: { type: 'string' },
  },
  allowPositionals: true,
});
const [container] = positionals;
const isJob = options.until === 'done';
const timeoutMs = Number(options.timeout) * 1000;
/** Containers that ran before, and run again if this one fails. */
let predecessors = [];
/** When a job that runs again ended before; the engine notes a start later than the first words may come. */
let endedBefore;

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => fail('was interrupted'));
void main().catch((error) => fail(error.message));

async function main() {
  if (options.start && (await start())) return;
  const deadline = Date.now() + timeoutMs;
  const question = options.reached === undefined ? undefined : JSON.parse(options.reached);
  const seenBy = new Set();
  for (let unsealed = seal(); ; unsealed &&= seal()) {
    const found = inspect(container);
    const verdict = judge(found, options.until);
    if (verdict.failure !== undefined) return fail(verdict.failure);
    const missing = verdict.done && question !== undefined ? unreached(found, question, seenBy) : undefined;
    // What has ended has no processes to limit, and takes the limit that it could not be given while it ended: it may run again.
    if (verdict.done && missing === undefined)
      return (unsealed &&= seal()) !== undefined && found.State.Running ? fail(unsealed) : finish();
    if (Date.now() > deadline) return fail(missing === undefined ? late(verdict) : lonely(missing));
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function late({ pending, isSlow }) {
  return `${pending} within ${options.timeout} s${isSlow ? SLOW_START : ''}`;
}

function lonely(missing) {
  return `is healthy at its own address, but ${missing} within ${options.timeout} s; ${MUST_ANSWER}`;
}

/** Resolves to true where there is nothing to wait for: a job that has succeeded does not run again. */
async function start() {
  const created = inspect(container);
  if (created.State.Running) return false;
  const hasEnded = created.State.Status === 'exited';
  if (isJob && hasEnded && created.State.ExitCode === 0) return true;
  if (isJob && hasEnded) endedBefore = created.State.FinishedAt;
  const way = { writes: options.writes, stopFirst: options['stop-first'], timeoutMs, probe: options.probe };
  await makeWay(created, way, (predecessor) => predecessors.push(predecessor));
  giveVolumes(created, [...options.writes, ...options.shares], options.probe);
  const { status, stderr } = docker('start', container);
  if (status !== 0) throw new Error(`cannot be started: ${stderr.trim()}`);
  return false;
}

/** Sets the limit of processes. @returns why it could not be set */
function seal() {
  if (options.pids === undefined) return undefined;
  const { status, stderr } = docker('update', '--pids-limit', options.pids, container);
  return status === 0 ? undefined : `runs without a limit of processes, which could not be set: ${stderr.trim()}`;
}

/** Of a job that runs again, only the words of this run. */
function lastWords() {
  return logs(container, endedBefore);
}

function finish() {
  if (isJob) process.stdout.write(`${lastWords()}\n`);
}

function fail(reason) {
  const words = lastWords();
  const hint =
    explainRefusedLibrary(words, () => inspect(container).HostConfig.Tmpfs) ?? explainRefusedWrite(words, () => inspect(container).Mounts);
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
