import type { ContainerFacts } from '../../facts/container-facts';
import { known, mapKnown, type Known } from '../../facts/known';
import type { EngineResponse } from './engine-response';

/**
 * Reads whether a container runs, and is meant to. Its declaration tells the intent; without one its state and its restart policy do.
 */
export function readLifecycle(
  container: EngineResponse,
  declared: ContainerFacts | undefined,
): Pick<ContainerFacts, 'maxRetries' | 'restart' | 'starts' | 'isLongRunning'> {
  const policy = container.part('HostConfig').part('RestartPolicy');
  const restart = policy.text('Name');
  const status = container.part('State').text('Status');
  return {
    restart,
    maxRetries: policy.limit('MaximumRetryCount'),
    starts: startsOf(status, declared),
    isLongRunning: isLongRunning(status, restart, declared),
  };
}

/** One that was created and never started is no loader of a volume if its declaration wants it to start: then it just failed. */
function startsOf(status: Known<string | undefined>, declared: ContainerFacts | undefined): Known<boolean> {
  if (!status.known || status.value !== 'created') return mapKnown(status, () => true);
  return declared?.starts ?? known(false);
}

function isLongRunning(
  status: Known<string | undefined>,
  restart: Known<string | undefined>,
  declared: ContainerFacts | undefined,
): Known<boolean> {
  const isStarted = !status.known || status.value !== 'created';
  const isMeantNotToStart = declared?.starts.known === true && !declared.starts.value;
  if (declared !== undefined && !(isStarted && isMeantNotToStart)) return declared.isLongRunning;
  if (!status.known) return status;
  if (status.value === 'created') return known(false);
  if (status.value === 'exited' || status.value === 'dead') {
    return mapKnown(restart, (policy) => policy === 'always' || policy === 'unless-stopped');
  }
  return known(true);
}
