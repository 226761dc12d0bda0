import { mapItems } from '../facts/known';
import { expectNone } from '../outcome';
import { defineRule } from '../rule';

export const noDisguisedBind = defineRule({
  id: 'SDG-10.3',
  severity: 'high',
  references: { cis: ['5.6'], nist: ['4.5.5'], pss: 'baseline' },
  title: 'a volume is a directory of the host under another name',
  impact: 'a review of mounts sees a harmless name where the container sees the host',
  remediation: 'drop `driver_opts`; a mount has either a path or a volume',
  appliesTo: ['container', 'volume'],
  check: (facts) =>
    facts.kind === 'volume'
      ? expectNone(
          'driver_opts',
          facts.hostPaths,
          () => true,
          ({ path }) => path,
        )
      : [
          ...expectNone(
            'volumes',
            facts.mounts,
            ({ ambiguous }) => ambiguous,
            ({ source }) => (source.known ? String(source.value) : source.expression),
          ),
          ...expectNone(
            'mounts.volume_options.driver_options',
            mapItems(facts.mounts, ({ driverPaths }) => driverPaths),
            () => true,
          ),
        ],
});
