/** The construct that replicas are of, also those of a canary: what one has all have. */
export function placeOf(path: string): string {
  return path.replace(/\/(Replica|Canary)\d+(?=\/|$)/, '');
}
