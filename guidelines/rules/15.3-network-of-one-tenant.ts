import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';
import { isOwn, format } from '../sharing';

export const networkOfOneTenant = defineRule({
  id: 'SDG-15.3',
  severity: 'high',
  references: { owasp: [5], nist: ['4.3.3'] },
  title: 'two tenants are in one network',
  impact: 'a tenant reaches the apps of another without its gateway',
  remediation: 'give every tenant a TenantNetwork; only gateways are in several networks',
  appliesTo: ['container'],
  check: (container, context) =>
    expectEach(
      'networks_advanced.name',
      pluck(container.networks, (network) => context.sharesNetwork(container, network)),
      isOwn,
      format,
    ),
});
