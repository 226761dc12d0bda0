import { HealthCheck, RuntimePool, Secret } from '../../../../constructs';
import { appsOf } from '../../../../operations/releases/released-apps';
import { synthesize } from '../../../../testing/synthesize';
import { IMAGE, tenant } from '../../../fixture/tenant';

afterEach(() => {
  delete process.env.STRIPE;
});

/** @param value of a secret */
function appsWith(variable: string, value: string): ReturnType<typeof appsOf> {
  process.env.STRIPE = value;
  const stack = tenant();
  const uses = [Secret.fromEnvironment(stack, 'Stripe', 'STRIPE'), Secret.generated(stack, 'Session')];
  const healthCheck = HealthCheck.http('/healthz');
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, replicas: 2, environment: { LOG_LEVEL: variable }, uses });
  return appsOf(synthesize(stack), IMAGE.imageName);
}

test('an app is recorded with fingerprints of its variables and its given secrets, and with no value', () => {
  const { shop } = appsWith('debug', 'correct horse battery');
  expect(shop).toMatchObject({
    generation: expect.stringMatching(/^[0-9a-f]+$/) as string,
    secrets: { stripe: expect.stringMatching(/^[0-9a-f]{8}$/) as string },
  });
  expect(Object.keys(shop?.secrets ?? {})).toEqual(['stripe']);
  expect(Object.keys(shop?.environment ?? {})).toContain('LOG_LEVEL');
  expect(JSON.stringify(shop)).not.toMatch(/debug|horse/);
});

test('another value is another fingerprint, and the same one the same', () => {
  const [one, other] = [appsWith('debug', 'a'.repeat(20)).shop, appsWith('info', 'b'.repeat(20)).shop];
  expect(other?.environment.LOG_LEVEL).not.toBe(one?.environment.LOG_LEVEL);
  expect(other?.environment.PORT).toBe(one?.environment.PORT);
  expect(other?.secrets.stripe).not.toBe(one?.secrets.stripe);
  expect(appsWith('debug', 'a'.repeat(20)).shop).toEqual(one);
});

test('an app of another image is no part of it', () => {
  expect(appsOf({}, 'other')).toEqual({});
});
