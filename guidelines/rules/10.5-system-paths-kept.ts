import type { Known } from '../facts/known';
import { isWithin } from '../normalise/host-path';
import { isTrue, type SecurityOption } from '../normalise/security-option';
import { expectNone, expectValue, type Outcome } from '../outcome';
import { defineRule } from '../rule';

function opens({ key, value }: SecurityOption): boolean {
  return (key === 'systempaths' && /^unconfined$/i.test(value)) || (key === 'writable-cgroups' && isTrue(value));
}

/** Paths that every engine since 20.10 hides or makes read-only; newer engines have longer lists. */
const HIDDEN =
  '/proc/acpi /proc/asound /proc/kcore /proc/keys /proc/latency_stats /proc/sched_debug /proc/scsi /proc/timer_list /proc/timer_stats /sys/firmware';
const FIXED = '/proc/bus /proc/fs /proc/irq /proc/sys /proc/sysrq-trigger';

function expectAll(attribute: string, paths: Known<readonly string[] | undefined>, expected: string): Outcome {
  const missing = (list: readonly string[] | undefined): readonly string[] =>
    list === undefined ? [] : expected.split(' ').filter((path) => !list.some((kept) => isWithin(path, kept)));
  return expectValue(
    attribute,
    paths,
    (list) => missing(list).length === 0,
    (list) => (missing(list).length === 0 ? "the engine's" : `without ${missing(list).join(', ')}`),
  );
}

export const systemPathsKept = defineRule({
  id: 'SDG-10.5',
  severity: 'critical',
  references: { nist: ['4.4.3'], pss: 'baseline' },
  title: 'the paths of the kernel that the engine masks are open',
  impact: 'write /proc/sysrq-trigger, core_pattern or a release_agent, and run a program on the host',
  remediation: 'drop `systempaths=unconfined` and `writable-cgroups` from `security_opts`',
  exception: 'an image that runs systemd, in a virtual machine of its own',
  appliesTo: ['container'],
  check: ({ securityOptions, engine }, { surface }) => [
    ...expectNone('security_opts', securityOptions, opens, ({ key, value }) => `${key}=${value}`),
    ...(surface === 'live'
      ? [expectAll('masked_paths', engine.maskedPaths, HIDDEN), expectAll('read_only_paths', engine.readOnlyPaths, FIXED)]
      : []),
  ],
});
