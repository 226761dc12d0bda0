import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';
import { isOwn, format } from '../sharing';

export const volumeOfOneTenant = defineRule({
  id: 'SDG-15.4',
  severity: 'high',
  references: { nist: ['4.5.5'] },
  title: 'two tenants share a volume or a directory',
  impact: 'a tenant reads and changes the data of another',
  remediation: 'give every tenant a Volume of its own',
  appliesTo: ['container'],
  check: (container, context) =>
    expectEach(
      'mounts.source',
      pluck(
        pluck(container.mounts, ({ source }) => source),
        (source) => context.sharesVolume(container, source ?? ''),
      ),
      isOwn,
      format,
    ),
});
