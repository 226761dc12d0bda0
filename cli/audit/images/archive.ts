import { text } from 'node:stream/consumers';
import { AppEngineError } from '../../../constructs/errors';
import { readBlob, type Blob } from './blob';
import { entriesOf } from './entries';
import { setuidFilesOf, type Layer } from './layer';

/** One image in `manifest.json` of an archive of `docker save`. */
interface ManifestEntry {
  readonly Config: string;
  readonly Layers: readonly string[];
}

const BLOBS = 'blobs/sha256/';

/**
 * Setuid files of all images in an archive of `docker save`, by the images' ids; an image that cannot be looked into is missing.
 * Nothing is written to disk: layers are read as they come by.
 * @throws AppEngineError ImageArchiveInvalid
 */
export async function setuidFilesIn(archive: NodeJS.ReadableStream): Promise<ReadonlyMap<string, readonly string[]>> {
  const blobs = new Map<string, Blob>();
  const links = new Map<string, string>();
  let manifest: readonly ManifestEntry[] = [];
  for await (const entry of entriesOf(archive)) {
    const { name, type, linkname } = entry.header;
    if (name === 'manifest.json') manifest = JSON.parse(await text(entry)) as readonly ManifestEntry[];
    else if (type === 'symlink') links.set(name, new URL(linkname, `file:///${name}`).pathname.slice(1));
    else if (type === 'file' && (/(^|\/)layer\.tar$/.test(name) || name.startsWith(BLOBS))) {
      const blob = await readBlob(entry);
      if (blob !== undefined) blobs.set(name, blob);
    } else entry.resume();
  }
  const found = new Map<string, readonly string[]>();
  for (const { Config: config, Layers: names } of manifest) {
    const layers = layersAt(
      names.map((name) => links.get(name) ?? name),
      blobs,
    );
    if (layers === undefined) continue;
    const files = setuidFilesOf(layers);
    for (const id of idsOf(config, blobs)) found.set(id, [...new Set([...(found.get(id) ?? []), ...files])].sort());
  }
  return found;
}

/** Undefined where one of them cannot be unpacked. */
function layersAt(names: readonly string[], blobs: ReadonlyMap<string, Blob>): readonly Layer[] | undefined {
  const found = names.map((name) => {
    const blob = blobs.get(name);
    if (blob === undefined || blob.kind === 'document')
      throw new AppEngineError('ImageArchiveInvalid', `the engine's archive has no layer ${name}; run the audit again`);
    return blob;
  });
  const layers = found.filter((blob) => blob.kind === 'layer').map(({ layer }) => layer);
  return layers.length === found.length ? layers : undefined;
}

/**
 * Ids by which engines know an image: the digest of its configuration, and with the containerd image store, which engine 29
 * has by default, that of the manifest or the index that leads there.
 */
function idsOf(config: string, blobs: ReadonlyMap<string, Blob>): ReadonlySet<string> {
  const ids = new Set([imageId(config)]);
  // A set that grows is also walked through to its new end.
  for (const id of ids) {
    for (const [name, blob] of blobs) if (blob.kind === 'document' && blob.parts.includes(id)) ids.add(imageId(name));
  }
  return ids;
}

/** `<id>.json` of older engines, `blobs/sha256/<id>` of newer ones. */
function imageId(config: string): string {
  return `sha256:${config.replace(BLOBS, '').replace(/\.json$/, '')}`;
}
