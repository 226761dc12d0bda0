import type { Listener } from './listener';
import type { User } from './user';

/** Directory for all that programs keep in a home: caches of npm and pip, settings of shells. */
const HOME = '/tmp';

/** Name of the user, for programs that want one: Python's clients of MySQL do not start without. */
const NAME = 'app';

/**
 * Variables that programs look for, unless the container declares them itself: the port to listen on, a home that can be written, and a name. A computed user has no
 * line in the image's passwd: it would be nameless, and at home in `/`.
 */
export function usualEnvironment(listener: Listener, user: User): Readonly<Record<string, string>> {
  return {
    ...(user.uid === undefined ? {} : { HOME, LOGNAME: NAME, USER: NAME }),
    ...(listener.port === undefined ? {} : { PORT: String(listener.port) }),
  };
}
