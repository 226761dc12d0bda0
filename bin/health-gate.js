#!/usr/bin/env node
/*
 * Run by Terraform for every container it has just started, on the machine that runs Terraform: seals the pids limit, which the provider cannot
 * express, and waits until the container is healthy. When it is not, the container's own last words are the error, and the container stays
 * stopped under another name for whoever wants to look into it. It needs nothing but Node and the docker client, which reaches the engine over a
 * socket, ssh or TLS alike.
 */
'use strict';

const { spawnSync } = require('node:child_process');
const { parseArgs } = require('node:util');

const POLL_MS = 250;
const RESTARTS_THAT_MEAN_FAILURE = 3;
const LOG_LINES = '25';

const { values, positionals } = parseArgs({
  options: { until: { type: 'string' }, timeout: { type: 'string' }, pids: { type: 'string' } },
  allowPositionals: true,
});
const [container] = positionals;
const deadline = Date.now() + Number(values.timeout) * 1000;
/** When it was first seen running, by this machine's clock: the engine's may differ. */
let runningSince;

void main();

async function main() {
  if (values.pids !== undefined) seal();
  for (;;) {
    const verdict = judge(inspect());
    if (verdict.done) return finish();
    if (verdict.failure !== undefined) return fail(verdict.failure);
    if (Date.now() > deadline) return fail(`${verdict.pending} within ${values.timeout} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function docker(...args) {
  const result = spawnSync('docker', args, { encoding: 'utf8' });
  if (result.error === undefined) return result;
  process.stderr.write(`the docker client cannot be started (${result.error.code}); install it on the machine that deploys\n`);
  process.exit(1);
}

function seal() {
  const { status, stderr } = docker('update', '--pids-limit', values.pids, container);
  // A container that has already ended has no processes to limit; what ended it is said below.
  if (status !== 0 && inspect().State.Running) fail(`the pids limit could not be set: ${stderr.trim()}`);
}

function inspect() {
  const { status, stdout, stderr } = docker('inspect', '--type', 'container', container);
  if (status === 0) return JSON.parse(stdout)[0];
  process.stderr.write(`${container} cannot be inspected: ${stderr.trim()}\n`);
  process.exit(1);
}

/** Done, failed, or what is still missing. */
function judge({ State: state, RestartCount: restarts }) {
  if (values.until === 'done') {
    if (state.Running || state.Status === 'created') return { pending: 'did not finish' };
    return state.ExitCode === 0 ? { done: true } : { failure: `ended with exit code ${state.ExitCode}` };
  }
  if (restarts >= RESTARTS_THAT_MEAN_FAILURE)
    return { failure: `keeps ending (exit code ${state.ExitCode}, started ${restarts + 1} times)` };
  if (state.Status === 'exited' || state.Status === 'dead') return { failure: `ended with exit code ${state.ExitCode}` };
  if (values.until === 'running') {
    runningSince = state.Running ? (runningSince ?? Date.now()) : undefined;
    return Date.now() - (runningSince ?? Infinity) > 1000 ? { done: true } : { pending: 'did not stay up' };
  }
  if (state.Health?.Status === 'healthy') return { done: true };
  const lastCheck = state.Health?.Log?.at(-1)?.Output.trim();
  const pending = `did not become healthy${lastCheck ? ` (last check: ${lastCheck})` : ''}`;
  return state.Health?.Status === 'unhealthy' ? { failure: pending } : { pending };
}

function logs() {
  const { stdout, stderr } = docker('logs', '--tail', LOG_LINES, container);
  return `${stdout}${stderr}`.trimEnd();
}

function finish() {
  if (values.until === 'done') process.stdout.write(`${logs()}\n`);
}

function fail(reason) {
  const words = logs();
  const lines = words === '' ? '    (none)' : words.replace(/^/gm, '    ');
  docker('stop', '--time', '2', container);
  // The name is free again for the next attempt with the same configuration.
  const kept = `${container}-failed`;
  docker('rm', '--force', kept);
  docker('rename', container, kept);
  process.stderr.write(`${container} ${reason}\n  its last words:\n${lines}\n  kept, stopped, as ${kept}\n`);
  process.exit(1);
}
