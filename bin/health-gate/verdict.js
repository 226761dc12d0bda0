'use strict';

const { shown } = require('./last-words');

const MEBIBYTE = 1 << 20;
const RESTARTS_THAT_MEAN_FAILURE = 3;
const STAYS_UP_MS = 1000;

/** When it was first seen running, by this machine's clock: the engine's may differ. */
let runningSince;
/** How it ended last, which the engine forgets when it starts it again. */
let lastEnd;

/** Done, failed, or what is still missing. */
function judge(container, until) {
  const { State: state, RestartCount: restarts = 0 } = container;
  if (!state.Running || state.Status === 'restarting') lastEnd = endOf(container);
  if (until === 'done') {
    if (state.Running || state.Status === 'created') return { pending: 'did not finish' };
    return state.ExitCode === 0 ? { done: true } : { failure: endOf(container) };
  }
  const ending = restarts === 0 ? undefined : `keeps ending: ${lastEnd ?? endOf(container)}, started ${restarts + 1} times`;
  if (restarts >= RESTARTS_THAT_MEAN_FAILURE) return { failure: ending };
  if (state.Status === 'exited' || state.Status === 'dead') return { failure: endOf(container) };
  if (until === 'running') {
    runningSince = state.Running ? (runningSince ?? Date.now()) : undefined;
    return Date.now() - (runningSince ?? Infinity) > STAYS_UP_MS ? { done: true } : { pending: ending ?? 'did not stay up' };
  }
  if (state.Health?.Status === 'healthy') return { done: true };
  const lastCheck = shown(state.Health?.Log?.at(-1)?.Output.trim() ?? '');
  const pending = ending ?? `did not become healthy${lastCheck === '' ? '' : ` (last check: ${lastCheck})`}`;
  return state.Health?.Status === 'unhealthy' ? { failure: pending } : { pending, isSlow: ending === undefined };
}

/** Why it is not running. */
function endOf({ State: state, HostConfig: host }) {
  if (!state.OOMKilled) return `ended with exit code ${state.ExitCode}`;
  const limit = host?.Memory > 0 ? `its ${Math.round(host.Memory / MEBIBYTE)} MiB` : 'what the host had left';
  return `ended with exit code ${state.ExitCode}, killed for memory: it needed more than ${limit}; raise \`memory\``;
}

module.exports = { judge };
