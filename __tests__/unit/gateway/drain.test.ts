import { Duration, HealthCheck, RuntimePool } from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

function template(drain?: Duration): DockerTemplate {
  const stack = tenant('acme', drain === undefined ? {} : { gateway: { drain } });
  stack.route('shop.test', new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.tcp() }));
  return DockerTemplate.of(stack);
}

test.each([
  [undefined, 30],
  [Duration.minutes(4), 240],
])('%j bounds the old worker, the reload that waits for it, and the end of the gateway', (drain, seconds) => {
  const gateway = template(drain);
  const [reload] = gateway.findAll('terraform_data').filter(({ values }) => JSON.stringify(values).includes('reload'));

  expect(gateway.toSnapshot()).toContain(`hard-stop-after ${String(seconds)}s`);
  expect(JSON.stringify(reload?.values)).toContain(`"reload","${String(seconds)}"`);
  expect(gateway.containerAt('acme/Gateway/Container').values).toMatchObject({ destroy_grace_seconds: seconds + 5 });
});

test('a longer one is refused', () => {
  expect(() => tenant('acme', { gateway: { drain: Duration.seconds(241) } })).toThrow(
    /^DrainTooLong: drain of 241 s must be at most 240 s; let clients open a WebSocket anew when it ends$/,
  );
});
