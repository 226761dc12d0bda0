/** The construct that users know, for the primary child in it: `acme/Shop` for `acme/Shop/Resource`. */
export function constructPath(path: string): string {
  return path.replace(/\/Resource$/, '');
}
