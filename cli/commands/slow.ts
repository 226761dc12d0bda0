import { AppEngineError } from '../../constructs/errors';
import { logSlowStatements } from '../../operations/services/slow-statements';
import { States } from '../../operations/state/states';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';

export interface SlowOptions {
  readonly json?: boolean;
  /** In ms. @default 250 */
  readonly over?: string;
  /** In minutes. @default 10 */
  readonly for?: string;
  /** True where it is to end now. */
  readonly off?: boolean;
}

const USUAL_OVER_MS = '250';
const USUAL_MINUTES = '10';
const MOST_OVER_MS = 3_600_000;
const MOST_MINUTES = 1440;

/** Lets a database log slow statements for some time; resolves to the exit code. */
export async function slowStatements(service: string, options: SlowOptions): Promise<number> {
  const over = whole('--over', options.over ?? USUAL_OVER_MS, 0, MOST_OVER_MS);
  const minutes = whole('--for', options.for ?? USUAL_MINUTES, 1, MOST_MINUTES);
  const session = openSession();
  await useEngine();
  const states = await States.read(await openStore(session));
  const slow = await logSlowStatements(session, states, service, { over, seconds: options.off === true ? 0 : minutes * 60 });
  tellResult(options, { slow }, () =>
    slow.until === undefined
      ? `${service} logs no slow statements any more.\n`
      : `${service} logs statements from ${String(over)} ms on until ${slow.until}, with what is written in them: names and numbers of people may be among that.\nNext: npx appengine logs ${service} -f\n`,
  );
  return 0;
}

function whole(option: string, given: string, least: number, most: number): number {
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= least && number <= most) return number;
  throw new AppEngineError(
    'SlowLogInvalid',
    `${option} ${given} must be a whole number from ${String(least)} to ${String(most)}; use one such as ${option} ${String(least + 100)}`,
  );
}
