'use strict';

const RESTARTS_THAT_MEAN_FAILURE = 3;
const STAYS_UP_MS = 1000;

/** When it was first seen running, by this machine's clock: the engine's may differ. */
let runningSince;

/** Done, failed, or what is still missing. */
function judge({ State: state, RestartCount: restarts }, until) {
  if (until === 'done') {
    if (state.Running || state.Status === 'created') return { pending: 'did not finish' };
    return state.ExitCode === 0 ? { done: true } : { failure: `ended with exit code ${state.ExitCode}` };
  }
  if (restarts >= RESTARTS_THAT_MEAN_FAILURE)
    return { failure: `keeps ending (exit code ${state.ExitCode}, started ${restarts + 1} times)` };
  if (state.Status === 'exited' || state.Status === 'dead') return { failure: `ended with exit code ${state.ExitCode}` };
  if (until === 'running') {
    runningSince = state.Running ? (runningSince ?? Date.now()) : undefined;
    return Date.now() - (runningSince ?? Infinity) > STAYS_UP_MS ? { done: true } : { pending: 'did not stay up' };
  }
  if (state.Health?.Status === 'healthy') return { done: true };
  const lastCheck = state.Health?.Log?.at(-1)?.Output.trim();
  const pending = `did not become healthy${lastCheck ? ` (last check: ${lastCheck})` : ''}`;
  return state.Health?.Status === 'unhealthy' ? { failure: pending } : { pending };
}

module.exports = { judge };
