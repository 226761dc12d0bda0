import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { entriesOf } from './entries';
import { readLayer, type Entry, type Layer } from './layer';

/** A blob of an archive, by what it turned out to be. */
export type Blob =
  | { readonly kind: 'layer'; readonly layer: Layer }
  /** JSON. The blobs that it is made of, if it is a manifest or an index: their digests. */
  | { readonly kind: 'document'; readonly parts: readonly string[] }
  /** A layer in a format that Node 20 cannot unpack. */
  | { readonly kind: 'closed' };

const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTANDARD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const JSON_START = Buffer.from('{');

/** Reads a blob as it comes by; undefined for an empty one. */
export async function readBlob(blob: Entry): Promise<Blob | undefined> {
  const chunks = blob[Symbol.asyncIterator]() as Chunks;
  const first = await chunks.next();
  if (first.done === true) return undefined;
  const content = Readable.from(joined(first.value, chunks), { objectMode: false });
  const startsWith = (magic: Buffer): boolean => first.value.subarray(0, magic.length).equals(magic);
  if (startsWith(JSON_START)) return { kind: 'document', parts: partsOf(await text(content)) };
  if (startsWith(ZSTANDARD)) {
    await finished(content.resume());
    return { kind: 'closed' };
  }
  return { kind: 'layer', layer: await readLayer(entriesOf(startsWith(GZIP) ? content.pipe(createGunzip()) : content)) };
}

/** The part of manifests and indexes that is looked at; other documents may have anything there. */
interface Document {
  readonly config?: { readonly digest?: unknown };
  readonly manifests?: unknown;
}

/** @param json that the maker of the image may have written too */
function partsOf(json: string): readonly string[] {
  const { config, manifests } = parsed(json);
  const described = [config, ...(Array.isArray(manifests) ? (manifests as readonly Document['config'][]) : [])];
  return described.map((descriptor) => descriptor?.digest).filter((digest) => typeof digest === 'string');
}

function parsed(json: string): Document {
  try {
    return JSON.parse(json) as Document;
  } catch {
    return {};
  }
}

type Chunks = AsyncIterator<Buffer>;

async function* joined(start: Buffer, chunks: Chunks): AsyncGenerator<Buffer> {
  yield start;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
}
