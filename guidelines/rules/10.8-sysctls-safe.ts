import { expectEach } from '../outcome';
import { defineRule } from '../rule';

/** The list of the Pod Security Standards, and two more that the kernel keeps per network namespace and that take no memory of others. */
const SAFE: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ip_forward',
  'net.ipv4.tcp_tw_reuse',
]);

export const sysctlsSafe = defineRule({
  id: 'SDG-10.8',
  severity: 'medium',
  references: { nist: ['4.4.3'], pss: 'baseline' },
  title: 'a kernel setting reaches beyond the container, or is not known not to',
  impact: 'settings that the kernel does not keep per container change the host',
  remediation: 'drop it; set it on the host',
  exception: 'a setting that the kernel keeps per network namespace and that is not on the list, such as `net.core.somaxconn`',
  appliesTo: ['container'],
  check: ({ sysctls }) =>
    expectEach(
      'sysctls',
      sysctls,
      ({ name }) => SAFE.has(name),
      ({ name }) => name,
    ),
});
