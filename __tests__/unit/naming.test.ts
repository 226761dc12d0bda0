import { kebabCase } from '../../constructs/naming';
import { renderLabels } from '../../constructs/owner/labels';

test.each([
  ['Shop', 'shop'],
  ['ShopWorker', 'shop-worker'],
  ['shop', 'shop'],
  ['Shop2Go', 'shop2-go'],
  ['Shop_Worker', 'shop-worker'],
  ['APIGateway', 'apigateway'],
])('%s is %s', (id, name) => {
  expect(kebabCase(id)).toBe(name);
});

test('labels are sorted, prefixed, and texts', () => {
  expect(renderLabels({ role: 'replica', stack: 'acme', instance: 'blue', slot: 2 })).toEqual([
    { label: 'appengine.instance', value: 'blue' },
    { label: 'appengine.role', value: 'replica' },
    { label: 'appengine.slot', value: '2' },
    { label: 'appengine.stack', value: 'acme' },
  ]);
});
