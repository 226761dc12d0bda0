import type { Listener } from './listener';
import type { User } from './user';

/** Directory for all that programs keep in a home: caches of npm and pip, settings of shells. */
const HOME = '/tmp';

/**
 * Variables that programs look for, unless the container declares them itself: the port to listen on, and a home that can be written. A computed user has no
 * line in the image's passwd, and would be at home in `/`.
 */
export function usualEnvironment(listener: Listener, user: User): Readonly<Record<string, string>> {
  return {
    ...(user.uid === undefined ? {} : { HOME }),
    ...(listener.port === undefined ? {} : { PORT: String(listener.port) }),
  };
}
