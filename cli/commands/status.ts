import { isHealthy, readStatus, statusDocument } from '../../operations/status/installation-status';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { renderStatus } from '../render/status';
import { statusMetrics } from '../../operations/status/status-metrics';
import { tellResult } from '../terminal/result';
import { openSession } from '../session';
import { EXIT_UNHEALTHY } from './exit-codes';

/** Shows every tenant's apps, and what leads to them; resolves to the exit code. */
export async function status(options: { readonly json?: boolean; readonly metrics?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();
  const found = await readStatus(session, await openStore(session));
  const text = options.metrics === true ? await statusMetrics(found) : renderStatus(found);
  tellResult(options, statusDocument(found), () => text);
  return isHealthy(found) ? 0 : EXIT_UNHEALTHY;
}
