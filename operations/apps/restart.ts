import { setTimeout as sleep } from 'node:timers/promises';
import { AppEngineError } from '../../constructs/errors';
import type { ProgressCallback } from '../progress';
import type { Session } from '../session';
import type { AppContainer } from './app-containers';

const LONGEST_MILLISECONDS = 120_000;
const INTERVAL_MILLISECONDS = 500;

/**
 * Starts a container again, as it is: what it has begun may end within the time that its `stopGrace` gives. Resolves when it is healthy.
 * @throws AppEngineError RestartUnhealthy
 */
export async function restart(session: Session, { id, name, tenant }: AppContainer, report: ProgressCallback): Promise<void> {
  const container = session.engine().getContainer(id);
  report('stopping');
  await container.restart();
  const until = Date.now() + LONGEST_MILLISECONDS;
  for (;;) {
    const { State: state } = await container.inspect();
    const health = state.Health?.Status ?? 'none';
    if (state.Running && (health === 'healthy' || health === 'none')) return;
    report(health);
    if (Date.now() > until || !state.Running) break;
    await sleep(INTERVAL_MILLISECONDS);
  }
  throw new AppEngineError(
    'RestartUnhealthy',
    `${name} must be healthy again within ${String(LONGEST_MILLISECONDS / 1000)} s, and is not; its log says why: npx appengine logs ${tenant} --since 5m; the replicas after it were left as they are`,
  );
}
