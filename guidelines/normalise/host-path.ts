import { posix } from 'node:path';

/** The same place in one spelling: no `..`, `//` or trailing `/`, and `/run` for its old name `/var/run`. */
export function hostPath(text: string): string {
  const resolved = posix.resolve('/', text.trim());
  const path = isWithin(resolved, '/var/run') ? resolved.slice('/var'.length) : resolved;
  // What a step takes away may have hidden a space or a link.
  return path === text ? path : hostPath(path);
}

/** Normalises a mounted path; anything else, such as the name of a volume, stays as it is. */
export function mountSource(source: string | undefined): string | undefined {
  return source?.trim().startsWith('/') === true ? hostPath(source) : source;
}

/** True where `inner` is `outer` or below it. Both are clean. */
export function isWithin(inner: string, outer: string): boolean {
  return inner === outer || outer === '/' || inner.startsWith(`${outer}/`);
}

/** True where one of the two paths contains the other. */
export function overlaps(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}
