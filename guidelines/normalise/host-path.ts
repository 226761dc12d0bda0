import { posix } from 'node:path';

/** The same place in one spelling: no `..`, `//` or trailing `/`, and `/run` for its old name `/var/run`. */
export function hostPath(text: string): string {
  const path = posix.resolve('/', text.trim());
  return path === '/var/run' || path.startsWith('/var/run/') ? path.slice('/var'.length) : path;
}

/** What is mounted: a path in its one spelling, and anything else, such as the name of a volume, as it is. */
export function mountSource(source: string | undefined): string | undefined {
  return source?.trim().startsWith('/') === true ? hostPath(source) : source;
}

/** Whether `inner` is `outer`, or somewhere below it. Both are clean. */
export function isWithin(inner: string, outer: string): boolean {
  return inner === outer || outer === '/' || inner.startsWith(`${outer}/`);
}

/** Whether one of the two paths leads to the other. */
export function overlaps(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}
