/** The construct that replicas are of: what one has all have. */
export function placeOf(path: string): string {
  return path.replace(/\/Replica\d+(?=\/|$)/, '');
}
