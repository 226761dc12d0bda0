import { deployedHosts, sharedHosts } from '../../operations/routes/hosts-of-stacks';
import { readRoutes } from '../../operations/routes/read-routes';
import { isRouteHealthy, routeDocument } from '../../operations/routes/route-status';
import { stateProblems } from '../../operations/state/state-problems';
import { States } from '../../operations/state/states';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { renderRoutes } from '../render/routes';
import { tellResult } from '../terminal/result';
import { openSession } from '../session';
import { EXIT_UNHEALTHY } from './exit-codes';

/** Shows where every host leads, and how that is; resolves to the exit code. */
export async function routes(options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();

  const now = new Date();
  const store = await openStore(session);
  const states = await States.read(store);
  const found = await readRoutes(session, states);
  const shared = sharedHosts(deployedHosts(states));
  const problems = await stateProblems(store, states);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  const document = { routes: found.map((route) => routeDocument(route, now)), sharedHosts: Object.fromEntries(shared) };
  tellResult(options, document, () => renderRoutes(found, now, shared));
  return problems.length + shared.size === 0 && found.every((route) => isRouteHealthy(route, now)) ? 0 : EXIT_UNHEALTHY;
}
