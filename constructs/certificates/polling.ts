import type { Construct } from 'constructs';

/** Key of the context under which tests, which cannot wait for minutes, say how many seconds the images' programs wait. Not part of the interface. */
export const POLL_SECONDS = 'appengine:poll-seconds';

/** What containers that look again and again are told about it: nothing, so that their programs take the defaults that stand in them. */
export function pollingOf(scope: Construct): Readonly<Record<string, string>> {
  const seconds: unknown = scope.node.tryGetContext(POLL_SECONDS);
  return typeof seconds === 'number' ? { POLL_SECONDS: String(seconds) } : {};
}
