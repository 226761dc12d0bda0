import { expectEach } from '../outcome';
import { defineRule } from '../rule';

export const gpuById = defineRule({
  id: 'SDG-08.4',
  severity: 'low',
  references: { nist: ['4.3.4'] },
  title: 'the container gets every GPU',
  impact: 'it reads what other tenants left in their memory',
  remediation: 'name the devices: `device_requests { device_ids = [...] }`',
  exception: 'the only tenant of a host, whose app uses all of them',
  appliesTo: ['container'],
  check: ({ gpus }) => expectEach('gpus', gpus, (gpu) => !['all', '-1'].includes(gpu)),
});
