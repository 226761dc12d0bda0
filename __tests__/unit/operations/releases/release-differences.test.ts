import { configurationDifferences, haveSameImage } from '../../../../operations/releases/release-differences';
import { release } from '../../../fixture/release';

const app = (
  environment: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>> = {},
  generation = '1'.repeat(8),
) => ({
  generation,
  environment,
  secrets,
});

test('variables and secrets are told by name, and apps that came and went', () => {
  const from = release(1, { apps: { shop: app({ A: '1', B: '1' }, { stripe: '1' }), worker: app({}) } });
  const to = release(2, { apps: { shop: app({ A: '2', C: '1' }, { stripe: '2' }), api: app({}) } });
  expect(configurationDifferences(from, to).map(({ app: name, kind, name: what, change }) => [name, kind, what, change].join(' '))).toEqual(
    [
      'api app api added',
      'shop variable A changed',
      'shop variable B removed',
      'shop variable C added',
      'shop secret stripe changed',
      'worker app worker removed',
    ],
  );
});

test('with the same image another generation is another configuration, with another image it may be that alone', () => {
  const [from, to] = [release(1, { apps: { shop: app({}) } }), release(2, { apps: { shop: app({}, {}, '2'.repeat(8)) } })];
  expect(configurationDifferences(from, to)).toEqual([]);
  const same = { ...to, image: from.image };
  expect([haveSameImage(from, to), haveSameImage(from, same)]).toEqual([false, true]);
  expect(configurationDifferences(from, same)).toMatchObject([{ app: 'shop', kind: 'other', change: 'changed' }]);
  expect(configurationDifferences(from, from)).toEqual([]);
});
