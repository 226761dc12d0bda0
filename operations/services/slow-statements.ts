import { AppEngineError } from '../../constructs/errors';
import { run } from '../process/run';
import type { Session } from '../session';
import type { States } from '../state/states';
import { serviceContainer } from './service-status';

/** Statements that a server writes into its log. */
export interface SlowStatements {
  /** Tenant and service. */
  readonly service: string;
  /** Those that take at least so long, in ms. */
  readonly over: number;
  /** End of it, in the form of RFC 3339; undefined where it has ended. */
  readonly until?: string;
}

/**
 * Lets a PostgreSQL server log slow statements for some time, which it ends by itself. Nothing is restarted.
 * @param service tenant and name, such as `acme/orders`
 * @param over ms from which a statement is slow
 * @param seconds how long; 0 ends it now
 * @throws AppEngineError SlowLogUnsupported, SlowLogFailed, ServiceUnknown, ServiceNotRunning
 */
export async function logSlowStatements(
  session: Session,
  states: States,
  service: string,
  { over, seconds }: { readonly over: number; readonly seconds: number },
): Promise<SlowStatements> {
  const { container, type } = await serviceContainer(session, states, service);
  if (type !== 'postgres') {
    throw new AppEngineError(
      'SlowLogUnsupported',
      `service ${service} is ${type}, and PostgreSQL alone logs slow statements on demand; of Valkey, npx appengine connect ${service} -- slowlog get shows them`,
    );
  }
  const words = ['exec', container, 'agent', type, 'slow', String(over), String(seconds)];
  const { exitCode, stderr } = await run('docker', words, { environment: session.environment });
  if (exitCode !== 0) {
    const said = stderr.trim().split('\n').at(-1) ?? '';
    throw new AppEngineError(
      'SlowLogFailed',
      `service ${service} logs no slow statements: ${said}; take \`log_min_duration_statement\` out of its \`settings\` where it is there, and see npx appengine status`,
    );
  }
  return { service, over, ...(seconds === 0 ? {} : { until: new Date(Date.now() + seconds * 1000).toISOString() }) };
}
