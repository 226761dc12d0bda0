import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';

export const mountsPrivate = defineRule({
  id: 'SDG-10.4',
  severity: 'medium',
  references: { cis: ['5.20'], nist: ['4.4.3'] },
  title: 'mounts inside the container appear on the host, or the other way round',
  impact: 'a mount made in the container covers files of the host',
  remediation: 'drop `propagation`, which is rprivate then',
  exception: 'a program that mounts for others, such as a storage driver: on a host that has no tenant',
  appliesTo: ['container'],
  check: ({ mounts }) =>
    expectEach(
      'mounts.bind_options.propagation',
      pluck(mounts, ({ propagation }) => propagation),
      (mode) => ['private', 'rprivate', ''].includes(mode ?? ''),
    ),
});
