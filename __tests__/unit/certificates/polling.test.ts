import { Certificates, HealthCheck, RuntimePool } from '../../../constructs';
import { POLL_SECONDS } from '../../../constructs/certificates/polling';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

afterEach(() => {
  delete process.env.CDKTF_CONTEXT_JSON;
});

test('containers are told how long to wait only where the context says so', () => {
  const environments = (context: object): readonly unknown[] => {
    process.env.CDKTF_CONTEXT_JSON = JSON.stringify(context);
    const stack = tenant('acme', { certificates: Certificates.acme({ email: 'operations@example.com' }) });
    stack.route('shop.test', new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') }));
    const template = DockerTemplate.of(stack);
    return ['acme/Certificate/Client', 'acme/Gateway/Container'].map((path) => template.containerAt(path).values.env ?? []);
  };
  const told = 'POLL_SECONDS=2';
  expect(JSON.stringify(environments({}))).not.toContain('POLL_SECONDS');
  expect(environments({ [POLL_SECONDS]: 2 })).toEqual([expect.arrayContaining([told]), expect.arrayContaining([told])]);
});
