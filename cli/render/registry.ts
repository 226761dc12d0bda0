import type { StoredImage } from '../../operations/registry/hosted-registry';
import { formatBytes } from '../terminal/format';
import { renderTable } from '../terminal/table';

/** An image of the registry, and the releases that name it. */
export interface ListedImage extends StoredImage {
  readonly repository: string;
  /** Such as `acme/shop 3`. */
  readonly releases: readonly string[];
}

const SHORT = 'sha256:'.length + 12;

/** Table of all images of a registry. @param bytes on its disk */
export function renderListing(images: readonly ListedImage[], bytes: number): string {
  if (images.length === 0) return `The registry has no images. npx appengine release build puts them there.\n`;
  const rows = images.map(({ repository, tags, digest, pushed, bytes: size, releases }) => [
    repository,
    tags.join(', ') || '—',
    digest.slice(0, SHORT),
    pushed,
    formatBytes(size),
    releases.join(', ') || 'none',
  ]);
  const table = renderTable(rows, ['IMAGE', 'TAG', 'DIGEST', 'PUSHED', 'SIZE', 'RELEASES']);
  return `${table}\n  ${formatBytes(bytes)} on the disk; layers that several images have are there once.\n`;
}

/** Result of a collection. @param freed undefined where it was only tried */
export function renderCollected(
  removed: readonly (StoredImage & { readonly repository: string })[],
  freed: number | undefined,
  bytes: number,
): string {
  const lines = removed.map(
    ({ repository, digest, tags }) => `  ${repository}@${digest.slice(0, SHORT)}${tags.map((tag) => ` ${tag}`).join('')}`,
  );
  if (freed === undefined) {
    const most = removed.reduce((total, image) => total + image.bytes, 0);
    return removed.length === 0
      ? 'Nothing to remove: every image is named by a release, or among the last two of its repository.\n'
      : [`Would remove ${String(removed.length)} images, at most ${formatBytes(most)} of ${formatBytes(bytes)}:`, ...lines, ''].join('\n');
  }
  const left = `${formatBytes(freed)} are freed, ${formatBytes(bytes)} are left`;
  return removed.length === 0
    ? `No image removed: every one is named by a release, or among the last two of its repository; ${left}.\n`
    : [`Removed ${String(removed.length)} images; ${left}:`, ...lines, ''].join('\n');
}
