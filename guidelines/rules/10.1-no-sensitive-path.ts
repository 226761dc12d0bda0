import { overlaps } from '../normalise/host-path';
import { expectNone } from '../outcome';
import { defineRule } from '../rule';

const SENSITIVE = [
  ...['/bin', '/boot', '/dev', '/etc', '/home', '/lib', '/lib32', '/lib64', '/libx32', '/proc', '/root', '/run', '/sbin', '/sys', '/usr'],
  ...['/var/lib/containerd', '/var/lib/docker', '/var/log', '/var/spool/cron'],
];

export const noSensitivePath = defineRule({
  id: 'SDG-10.1',
  severity: 'critical',
  references: { cis: ['5.6'], owasp: [8], nist: ['4.5.5'], pss: 'baseline' },
  title: 'the container sees a part of the host that belongs to the system',
  impact: 'read keys and passwords, or write what root runs: cron jobs, kernel settings, the data of the engine',
  remediation: 'drop the mount; use a Volume',
  exception: 'one file that is not secret and read-only, such as `/etc/localtime`, or the logs for a shipper: copy it into a volume',
  appliesTo: ['container', 'volume'],
  check: ({ hostPaths }) =>
    expectNone(
      'mounts',
      hostPaths,
      ({ path }) => SENSITIVE.some((sensitive) => overlaps(path, sensitive)),
      ({ path }) => path,
    ),
});
