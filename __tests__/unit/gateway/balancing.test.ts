import fc from 'fast-check';
import { Balancing, Duration, HealthCheck, RuntimePool } from '../../../constructs';
import { backendConfig } from '../../../constructs/gateway/haproxy/backend-config';
import { IMAGE, tenant } from '../../fixture/tenant';

function servers(replicas: number, balancing: Balancing): readonly string[] {
  const pool = new RuntimePool(tenant(), 'Shop', { image: IMAGE, replicas, balancing, healthCheck: HealthCheck.tcp() });
  const lines = backendConfig(pool, 8080).split('\n');
  return lines.filter((line) => /^ {2}(default-)?server |allbackups/.test(line)).map((line) => line.trim().replaceAll(/[0-9a-f]{8}/g, '#'));
}

test('checks and a slow start by default, and no ejection', () => {
  expect(servers(2, Balancing.of({}))).toEqual([
    'default-server check inter 2s fall 2 rise 1 slowstart 10s resolvers docker init-addr last,libc,none fastinter 500ms observe layer4 error-limit 1 on-error fastinter',
    'server test-acme-shop-1-# test-acme-shop-1-#:8080 cookie #',
    'server test-acme-shop-2-# test-acme-shop-2-#:8080 cookie #',
  ]);
});

test('ejected replicas stay as what is left when there is no other', () => {
  const balancing = Balancing.of({ checkEvery: Duration.seconds(5), slowStart: Duration.minutes(1), ejectAfter: 20 });
  expect(servers(2, balancing)).toEqual([
    'option allbackups',
    'default-server check inter 5s fall 2 rise 1 slowstart 60s resolvers docker init-addr last,libc,none resolve-opts allow-dup-ip',
    'server test-acme-shop-1-# test-acme-shop-1-#:8080 cookie # rise 3 observe layer7 error-limit 20 on-error mark-down',
    'server test-acme-shop-2-# test-acme-shop-2-#:8080 cookie # rise 3 observe layer7 error-limit 20 on-error mark-down',
    'server test-acme-shop-1-#-checked test-acme-shop-1-#:8080 backup',
    'server test-acme-shop-2-#-checked test-acme-shop-2-#:8080 backup',
  ]);
});

test('a single replica has nobody to make room for', () => {
  expect(servers(1, Balancing.of({ ejectAfter: 20 }))).toEqual([
    'default-server check inter 2s fall 2 rise 1 resolvers docker init-addr last,libc,none',
    'server test-acme-shop-1-# test-acme-shop-1-#:8080 cookie #',
  ]);
});

test.each([
  ['checkEvery', { checkEvery: Duration.seconds(61) }],
  ['slowStart', { slowStart: Duration.minutes(11) }],
  ['ejectAfter', { ejectAfter: 4 }],
  ['ejectAfter', { ejectAfter: 1001 }],
  ['ejectAfter', { ejectAfter: Number.NaN }],
] as const)('%s out of its range', (name, props) => {
  expect(() => Balancing.of(props)).toThrow(
    new RegExp(`^BalancingOutOfRange: ${name} \\S+ must be a whole number from \\d+ to \\d+; leave it out for the default$`),
  );
});

test('whatever it is given, it is refused or a number in its range', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double(), fc.integer()), (ejectAfter) => {
      const isInRange = Number.isInteger(ejectAfter) && ejectAfter >= 5 && ejectAfter <= 1000;
      let isAccepted = true;
      try {
        Balancing.of({ ejectAfter });
      } catch {
        isAccepted = false;
      }
      expect(isAccepted).toBe(isInRange);
    }),
  );
});
