import { expectSome, expectValue, notKnown, pluck } from '../outcome';
import { defineRule } from '../rule';

const ICC = 'com.docker.network.bridge.enable_icc';

export const noIcc = defineRule({
  id: 'SDG-15.2',
  severity: 'medium',
  references: { cis: ['2.2'], owasp: [5], nist: ['4.3.3'] },
  title: 'containers that have nothing to do with each other talk directly',
  impact: 'a tenant reaches every port of another, those that were never published included',
  remediation:
    'set `"icc": false` in daemon.json; give every tenant a TenantNetwork, or set `options = { "com.docker.network.bridge.enable_icc" = "false" }`',
  appliesTo: ['host', 'network'],
  check: (facts, context) => {
    if (facts.kind === 'host') return [expectValue('icc', facts.defaultBridgeIcc, (isOn) => !isOn)];
    if (!facts.name.known) return [notKnown('name', facts.name)];
    const apps = context.appsIn(facts.name.value ?? '');
    if (apps === undefined || (apps.tenants.size < 2 && (apps.firstUnknown === undefined || apps.size < 2))) return [];
    if (apps.tenants.size < 2) return [{ status: 'unknown', attribute: 'options.enable_icc', value: String(apps.firstUnknown) }];
    const icc = facts.options.filter((option) => !option.known || option.value.name === ICC);
    return [
      expectSome(
        'options.enable_icc',
        pluck(icc, ({ value }) => value),
        (value) => value === 'false',
      ),
    ];
  },
});
