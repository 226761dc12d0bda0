import { expectNone, pluck } from '../outcome';
import { defineRule } from '../rule';

export const noDevices = defineRule({
  id: 'SDG-08.1',
  severity: 'high',
  references: { cis: ['5.18'], owasp: [3], nist: ['4.4.3'] },
  title: 'the container has a device of the host',
  impact: 'the driver behind it is attack surface, and its data is not the data of the tenant alone',
  remediation: 'drop `devices`; give the work a host of its own',
  exception: 'hardware that only this app uses, such as a sound card or a serial port',
  appliesTo: ['container'],
  check: ({ devices, engine }, { surface }) => [
    ...expectNone(
      'devices.host_path',
      pluck(devices, ({ path }) => path),
      () => true,
    ),
    ...(surface === 'live' ? expectNone('device_cgroup_rules', engine.deviceRules, () => true) : []),
  ],
});
