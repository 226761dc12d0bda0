import { pipeline } from 'node:stream';
import { extract } from 'tar-stream';
import type { Entry } from './layer';

/** Entries of a tar archive; an archive that breaks off is an error. */
export function entriesOf(archive: NodeJS.ReadableStream): AsyncIterable<Entry> {
  const entries = extract();
  pipeline(archive, entries, (error) => {
    if (error) entries.destroy(error);
  });
  return entries;
}
