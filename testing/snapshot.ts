import { isRecord } from './mismatch';

/** The end of a generation's name, of a content-addressed volume's and of an image's. */
const CONTENT_HASH = /[-:]([0-9a-f]{8}|[0-9a-f]{12})"/g;
const ASSET_HASH = /(?<=\/)[0-9A-F]{32}(?=\/)/g;

/**
 * Readable JSON with sorted keys, without cdktf's metadata. Content hashes are numbered in the order of their appearance: that a name changed is
 * visible, but another line in an app's source changes no snapshot.
 */
export function renderSnapshot(template: unknown): string {
  const text = JSON.stringify(canonical(template), undefined, 2);
  const hashes = new Set([...text.matchAll(CONTENT_HASH)].map(([, hash = '']) => hash));
  return [...hashes]
    .sort((a, b) => text.indexOf(a) - text.indexOf(b))
    .reduce((normalized, hash, index) => normalized.replaceAll(hash, `<hash ${String(index + 1)}>`), text)
    .replaceAll(ASSET_HASH, '<asset>');
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  );
}
