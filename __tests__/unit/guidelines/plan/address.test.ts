import fc from 'fast-check';
import { moduleAddress } from '../../../../guidelines/surfaces/plan/address';

test.each<readonly [string, string, readonly string[]]>([
  ['', '', []],
  ['module.shop', 'module.shop.', ['shop']],
  ['module.shop[0].module.web', 'module.shop[0].module.web.', ['shop', 'web']],
  ['module.shop["a].module.b"].module.web', 'module.shop["a].module.b"].module.web.', ['shop', 'web']],
  ['module.shop["say \\"x\\"."].module.web[12]', 'module.shop["say \\"x\\"."].module.web[12].', ['shop', 'web']],
])('%s', (text, prefix, calls) => {
  expect(moduleAddress(text)).toEqual({ prefix, calls });
});

test('keys of instances may be any text', () => {
  const step = fc.tuple(fc.stringMatching(/^[a-z][\w-]{0,5}$/), fc.option(fc.oneof(fc.nat(), fc.string()), { nil: undefined }));

  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), (steps) => {
      const text = steps.map(([name, key]) => `module.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`).join('.');

      expect(moduleAddress(text).calls).toEqual(steps.map(([name]) => name));
    }),
  );
});
