import { HealthCheck, RuntimePool } from '../../../constructs';
import { isWanted } from '../../../stacks';
import { TestApp } from '../../../testing';
import { synthesize } from '../../../testing/synthesize';
import { IMAGE, tenant } from '../../fixture/tenant';

const VARIABLE = 'APPENGINE_ONLY';

afterEach(() => {
  Reflect.deleteProperty(process.env, VARIABLE);
});

test('a synthesized stack says what it reserves, its gateway included, and not what others do', () => {
  const app = new TestApp();
  const acme = tenant('acme', {}, app);
  acme.route('shop.test', new RuntimePool(acme, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') }));
  const two = tenant('acme-two', {}, app);
  two.route('two.test', new RuntimePool(two, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') }));
  const { reservations } = synthesize(acme)['//'] as { reservations: readonly string[] };

  expect(reservations).toEqual(
    expect.arrayContaining([
      'host shop.test',
      expect.stringMatching(/^container name test-acme-shop-1/),
      expect.stringMatching(/^container name test-acme-gateway/),
      expect.stringMatching(/^uid \d+$/),
    ]),
  );
  expect(reservations.filter((name) => /acme-two|two\.test/.test(name))).toEqual([]);
});

test.each([
  [undefined, 'acme', true],
  ['acme', 'acme', true],
  ['globex,acme', 'acme', true],
  ['acme-two', 'acme', false],
  ['', 'acme', false],
])('of %j alone %s is wanted: %s', (only, name, wanted) => {
  if (only !== undefined) process.env[VARIABLE] = only;
  expect(isWanted(name)).toBe(wanted);
});
