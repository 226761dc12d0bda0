import { UNKNOWN, moreSecurityOptions, securityOptions } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container, securityOptionFacts } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'critical' },
  configuration: {
    good: [
      [
        moreSecurityOptions('seccomp=unconfined', 'systempaths=unconfinedx', 'systempaths=xunconfined'),
        'pass security_opts = no-new-privileges=true, seccomp=unconfined, systempaths=unconfinedx, systempaths=xunconfined',
      ],
      [moreSecurityOptions('writable-cgroups=false'), 'pass security_opts = no-new-privileges=true, writable-cgroups=false'],
    ],
    bad: [
      [moreSecurityOptions('systempaths=unconfined'), 'fail security_opts = systempaths=unconfined'],
      [moreSecurityOptions('writable-cgroups=true'), 'fail security_opts = writable-cgroups=true'],
    ],
    open: [[moreSecurityOptions(UNKNOWN), 'unknown security_opts = ${var.x}']],
    edge: [
      [securityOptions('apparmor=unconfined'), 'pass security_opts = apparmor=unconfined'],
      [securityOptions('systempaths=unconfined-not'), 'pass security_opts = systempaths=unconfined-not'],
      [securityOptions('systempaths=not-unconfined'), 'pass security_opts = systempaths=not-unconfined'],
      [securityOptions('systempaths=true'), 'pass security_opts = systempaths=true'],
    ],
  },
  engine: {
    good: [
      [
        [container(securityOptionFacts(), { maskedPaths: known(['/proc/acpi', '/proc', '/sys']), readOnlyPaths: known(['/proc']) })],
        "pass masked_paths = the engine's",
        "pass read_only_paths = the engine's",
        'pass security_opts = none',
      ],
      [
        [container(securityOptionFacts())],
        "pass masked_paths = the engine's",
        "pass read_only_paths = the engine's",
        'pass security_opts = none',
      ],
    ],
    bad: [
      [
        [
          container(securityOptionFacts(), {
            maskedPaths: known([]),
            readOnlyPaths: known(['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq']),
          }),
        ],
        'fail masked_paths = without /proc/acpi, /proc/asound, /proc/kcore, /proc/keys, /proc/latency_stats, /proc/sched_debug, /proc/scsi, /proc/ti…',
        'fail read_only_paths = without /proc/sysrq-trigger',
        'pass security_opts = none',
      ],
      [
        [container(securityOptionFacts(), { maskedPaths: known(['/proc']), readOnlyPaths: known([]) })],
        'fail masked_paths = without /sys/firmware',
        'fail read_only_paths = without /proc/bus, /proc/fs, /proc/irq, /proc/sys, /proc/sysrq-trigger',
        'pass security_opts = none',
      ],
    ],
    open: [
      [
        [container(securityOptionFacts(), { maskedPaths: UNREAD, readOnlyPaths: UNREAD })],
        'unknown masked_paths = not read',
        'unknown read_only_paths = not read',
        'pass security_opts = none',
      ],
    ],
  },
};
