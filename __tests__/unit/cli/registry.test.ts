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
  expect(text).toMatchInlineSnapshot();
  expect(renderListing([], 0)).toContain('npx appengine release build');
});

test('what was removed, and what it freed, is told', () => {
  const removed = [{ repository: 'acme/shop', ...image('a', ['one', 'two']) }];
  expect(renderCollected(removed, 2 << 20, 5 << 20)).toMatchInlineSnapshot();
  expect(renderCollected(removed, undefined, 5 << 20)).toMatchInlineSnapshot();
  expect(renderCollected([], 0, 5 << 20)).toMatchInlineSnapshot();
  expect(renderCollected([], undefined, 5 << 20)).toMatchInlineSnapshot();
});
