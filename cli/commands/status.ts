import { isHealthy, readStatus, statusDocument } from '../../operations/status/installation-status';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { renderStatus } from '../render/status';
import { tellResult } from '../terminal/result';
import { openSession } from '../session';
import { EXIT_UNHEALTHY } from './exit-codes';

/** Shows every tenant's apps, and what leads to them; resolves to the exit code. */
export async function status(options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();
  const found = await readStatus(session, await openStore(session));
  tellResult(options, statusDocument(found), () => renderStatus(found));
  return isHealthy(found) ? 0 : EXIT_UNHEALTHY;
}
