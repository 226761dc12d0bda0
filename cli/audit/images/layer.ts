import { posix } from 'node:path';
import type { Extract, Header } from 'tar-stream';

/** A file in a tar archive, and its content. */
export type Entry = Extract extends AsyncIterable<infer Item> ? Item : never;

/** Changes by one layer of an image to the files below it. */
export interface Layer {
  /** Every path that it writes, absolute. */
  readonly written: ReadonlySet<string>;
  /** Those with a setuid or setgid bit. */
  readonly setuid: readonly string[];
  /** Paths that it removes, with all below them. */
  readonly removed: readonly string[];
  /** Directories of which it hides everything that older layers have in them. */
  readonly emptied: readonly string[];
}

const SET_ID_BITS = 0o6000;
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** Reads a layer from the entries of its archive; contents are skipped. */
export async function readLayer(entries: AsyncIterable<Entry>): Promise<Layer> {
  const layer = { written: new Set<string>(), setuid: [] as string[], removed: [] as string[], emptied: [] as string[] };
  for await (const entry of entries) {
    note(layer, entry.header);
    entry.resume();
  }
  return layer;
}

/** Files with a setuid or setgid bit in an image. @param layers from the lowest to the topmost */
export function setuidFilesOf(layers: readonly Layer[]): readonly string[] {
  let found: readonly string[] = [];
  for (const { written, setuid, removed, emptied } of layers) {
    const isHidden = (path: string): boolean =>
      written.has(path) || removed.some((gone) => path === gone || isIn(path, gone)) || emptied.some((directory) => isIn(path, directory));
    found = [...found.filter((path) => !isHidden(path)), ...setuid];
  }
  return [...new Set(found)].sort();
}

function note(layer: { written: Set<string>; setuid: string[]; removed: string[]; emptied: string[] }, { name, mode, type }: Header): void {
  const path = posix.join('/', name).replace(/(?<=.)\/$/, '');
  const directory = posix.dirname(path);
  const base = posix.basename(path);
  if (base === OPAQUE) layer.emptied.push(directory);
  else if (base.startsWith(WHITEOUT)) layer.removed.push(posix.join(directory, base.slice(WHITEOUT.length)));
  else {
    layer.written.add(path);
    // The bits of a directory only decide whose the files in it are.
    if ((type === 'file' || type === 'link') && (mode & SET_ID_BITS) !== 0) layer.setuid.push(path);
  }
}

function isIn(path: string, directory: string): boolean {
  return path.startsWith(directory === '/' ? directory : `${directory}/`);
}
