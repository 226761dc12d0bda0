import { randomBytes } from 'node:crypto';
import { AppEngineError } from '../../constructs/errors';
import { authorOf, revisionOf } from '../../operations/events/author';
import { EventLog } from '../../operations/events/event-log';
import { publicWords } from '../../operations/events/public-words';
import { messageOf } from '../terminal/error-message';
import { openSession } from '../session';
import { takeOutcomes } from './outcomes';

/** Subject of a command. */
export interface EventSubject {
  /** Such as `acme`, or `acme/shop`; empty for all that is declared. */
  readonly subjects: readonly string[];
  /** Program and arguments that it runs. @default none */
  readonly words?: readonly string[];
}

/**
 * The command, with a line in the trail of events at its begin and at its end. A trail that cannot be written is reported, and stops nothing.
 * @param command such as `schedules run`
 */
export function recorded<Given extends readonly unknown[]>(
  command: string,
  subjectOf: (given: NoInfer<Given>) => EventSubject,
  work: (...given: Given) => Promise<number>,
): (...given: Given) => Promise<number> {
  return async (...given) => {
    const end = await begin(command, subjectOf(given));
    takeOutcomes();
    try {
      const exitCode = await work(...given);
      end(exitCode);
      return exitCode;
    } catch (error) {
      end(1, error instanceof AppEngineError ? error.code : error instanceof Error ? error.name : 'Error');
      throw error;
    }
  };
}

type End = (exitCode: number, error?: string) => void;

async function begin(command: string, { subjects, words }: EventSubject): Promise<End> {
  const id = randomBytes(6).toString('hex');
  const log = new EventLog(openSession().instance);
  try {
    const session = openSession();
    const [by, revision] = await Promise.all([authorOf(session), revisionOf(session)]);
    log.begin({
      ...{ id, time: new Date().toISOString(), command, subjects, by },
      ...(revision === undefined ? {} : { revision }),
      ...(words === undefined ? {} : { words: publicWords(words) }),
    });
  } catch (error) {
    process.stderr.write(`  The trail of events cannot be written: ${messageOf(error)}\n`);
    return () => undefined;
  }
  return (exitCode, error) => {
    try {
      log.end(id, { time: new Date().toISOString(), exitCode, ...(error === undefined ? {} : { error }), outcomes: takeOutcomes() });
    } catch (problem) {
      process.stderr.write(`  The trail of events cannot be written: ${messageOf(problem)}\n`);
    }
  };
}
