import { pipeline, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { AppEngineError } from '../../../constructs/errors';
import { readLayer, setuidFilesOf, type Entry, type Layer } from './layer';

/** One image in `manifest.json` of an archive of `docker save`. */
interface ManifestEntry {
  readonly Config: string;
  readonly Layers: readonly string[];
}

/**
 * Setuid files of all images in an archive of `docker save`, by the images' ids. Nothing is written to disk: layers are read as they come by.
 * @throws AppEngineError ImageArchiveInvalid
 */
export async function setuidFilesIn(archive: NodeJS.ReadableStream): Promise<ReadonlyMap<string, readonly string[]>> {
  const layers = new Map<string, Layer>();
  const links = new Map<string, string>();
  let manifest: readonly ManifestEntry[] = [];
  for await (const entry of entriesOf(archive)) {
    const { name, type, linkname } = entry.header;
    if (name === 'manifest.json') manifest = JSON.parse(await text(entry)) as readonly ManifestEntry[];
    else if (type === 'symlink') links.set(name, new URL(linkname, `file:///${name}`).pathname.slice(1));
    else if (type === 'file' && /(^|\/)layer\.tar$|^blobs\/sha256\//.test(name)) {
      const layer = await readBlob(entry);
      if (layer !== undefined) layers.set(name, layer);
    } else entry.resume();
  }
  const layerAt = (name: string): Layer => {
    const layer = layers.get(links.get(name) ?? name);
    if (layer === undefined)
      throw new AppEngineError('ImageArchiveInvalid', `the engine's archive has no layer ${name}; run the audit again`);
    return layer;
  };
  return new Map(manifest.map(({ Config: config, Layers: names }) => [imageId(config), setuidFilesOf(names.map(layerAt))]));
}

/** Entries of a tar archive; an archive that breaks off is an error. */
function entriesOf(archive: NodeJS.ReadableStream): AsyncIterable<Entry> {
  const entries = extract();
  pipeline(archive, entries, (error) => {
    if (error) entries.destroy(error);
  });
  return entries;
}

/** `<id>.json` of older engines, `blobs/sha256/<id>` of newer ones. */
function imageId(config: string): string {
  return `sha256:${config.replace(/^blobs\/sha256\//, '').replace(/\.json$/, '')}`;
}

const GZIP = 0x1f8b;
const JSON_START = '{'.charCodeAt(0);

/** A layer, packed or not; undefined for a blob that is JSON. */
async function readBlob(blob: Entry): Promise<Layer | undefined> {
  const chunks = blob[Symbol.asyncIterator]() as Chunks;
  const first = await chunks.next();
  if (first.done === true) return undefined;
  const start = first.value;
  if (start[0] === JSON_START) {
    await consumed(chunks);
    return undefined;
  }
  const content = Readable.from(joined(start, chunks), { objectMode: false });
  return readLayer(entriesOf(start.readUInt16BE(0) === GZIP ? content.pipe(createGunzip()) : content));
}

type Chunks = AsyncIterator<Buffer>;

async function* joined(start: Buffer, chunks: Chunks): AsyncGenerator<Buffer> {
  yield start;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
}

async function consumed(chunks: Chunks): Promise<void> {
  while ((await chunks.next()).done !== true);
}
