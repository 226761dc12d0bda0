import { renderCollected, renderListing } from '../../../cli/render/registry';

const image = (digit: string, tags: readonly string[]): { digest: string; tags: readonly string[]; pushed: string; bytes: number } => ({
  digest: `sha256:${digit.repeat(64)}`,
  tags,
  pushed: '2026-11-30T09:00:00Z',
  bytes: 3 << 20,
});

test('images are listed with the releases that name them', () => {
  const text = renderListing(
    [
      { repository: 'acme/shop', ...image('a', ['0f3c9a1b2c3d']), releases: ['acme/shop 2', 'prod/shop 1'] },
      { repository: 'acme/shop', ...image('b', []), releases: [] },
    ],
    5 << 20,
  );
  const [head, named, nameless, total] = text.split('\n');
  expect(head).toMatch(/^ {2}IMAGE +TAG +DIGEST +PUSHED +SIZE +RELEASES$/);
  expect(named).toMatch(/^ {2}acme\/shop +0f3c9a1b2c3d +sha256:a{12} +2026-11-30T09:00:00Z +3\.0 MiB +acme\/shop 2, prod\/shop 1$/);
  expect(nameless).toMatch(/^ {2}acme\/shop +— +sha256:b{12} .* none$/);
  expect(total).toBe('  5.0 MiB on the disk; layers that several images have are there once.');
  expect(renderListing([], 0)).toContain('npx appengine release build');
});

test('what was removed, and what it freed, is told', () => {
  const removed = [{ repository: 'acme/shop', ...image('a', ['one', 'two']) }];
  const line = `  acme/shop@sha256:${'a'.repeat(12)} one two\n`;
  expect(renderCollected(removed, 2 << 20, 5 << 20)).toBe(`Removed 1 images; 2.0 MiB are freed, 5.0 MiB are left:\n${line}`);
  expect(renderCollected(removed, undefined, 5 << 20)).toBe(`Would remove 1 images, at most 3.0 MiB of 5.0 MiB:\n${line}`);
  expect(renderCollected([], 0, 5 << 20)).toMatch(/^No image removed: .*; 0 B are freed, 5\.0 MiB are left\.\n$/);
  expect(renderCollected([], undefined, 5 << 20)).toMatch(/^Nothing to remove: /);
});
