import type { Construct } from 'constructs';

/** Key of the context under which tests, which cannot wait for minutes, say how many seconds the images' programs wait. Not part of the interface. */
export const POLL_SECONDS = 'appengine:poll-seconds';

/** Settings of containers that poll: none, so that their programs take their own defaults. */
export function pollingOf(scope: Construct): Readonly<Record<string, string>> {
  const seconds: unknown = scope.node.tryGetContext(POLL_SECONDS);
  return typeof seconds === 'number' ? { POLL_SECONDS: String(seconds) } : {};
}
