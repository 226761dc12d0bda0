import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';
import { isOwn, shown } from '../sharing';

export const volumeOfOneTenant = defineRule({
  id: 'SDG-15.4',
  severity: 'high',
  references: { nist: ['4.5.5'] },
  title: 'two tenants share a volume or a directory',
  opens: 'a tenant reads and changes the data of another',
  fix: 'give every tenant a Volume of its own',
  appliesTo: ['container'],
  check: (container, surroundings) =>
    expectEach(
      'mounts.source',
      pluck(
        pluck(container.mounts, ({ source }) => source),
        (source) => surroundings.sharesVolume(container, source ?? ''),
      ),
      isOwn,
      shown,
    ),
});
