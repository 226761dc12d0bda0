import { mapItems, itemOf } from '../facts/known';
import { fileSystemOf, isOfKernel } from '../file-systems';
import { expectNone } from '../outcome';
import { defineRule } from '../rule';

export const noKernelFileSystem = defineRule({
  id: 'SDG-10.9',
  severity: 'critical',
  references: { cis: ['5.6'], nist: ['4.5.5'], pss: 'baseline' },
  title: 'a volume is a file system of the kernel',
  impact:
    'the engine mounts it with its own rights and outside the namespaces of the container: `proc` shows every process of the host, and `cgroup`, `debugfs` or `devtmpfs` let root control it',
  remediation: 'drop `type` from the options of the driver; a container has its own `/proc` and `/sys`',
  appliesTo: ['container', 'volume'],
  check: (facts) =>
    facts.kind === 'volume'
      ? expectNone('driver_opts.type', itemOf(fileSystemOf(facts.options)), isOfKernel)
      : expectNone(
          'mounts.volume_options.driver_options.type',
          mapItems(facts.mounts, ({ driverOptions }) => itemOf(fileSystemOf(driverOptions))),
          isOfKernel,
        ),
});
