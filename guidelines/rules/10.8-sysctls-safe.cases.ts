import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

const SYSCTLS = [
  'kernel.shm_rmid_forced',
  ...['ip_forward', 'ip_local_port_range', 'ip_local_reserved_ports', 'ip_unprivileged_port_start', 'ping_group_range'],
  ...['tcp_fin_timeout', 'tcp_keepalive_intvl', 'tcp_keepalive_probes', 'tcp_keepalive_time', 'tcp_syncookies', 'tcp_tw_reuse'],
].map((name) => (name.includes('.') ? name : `net.ipv4.${name}`));

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[{ sysctls: { 'net.ipv4.tcp_syncookies': '1' } }, 'pass sysctls = net.ipv4.tcp_syncookies']],
    bad: [[{ sysctls: { 'kernel.msgmax': '1' } }, 'fail sysctls = kernel.msgmax']],
    open: [[{ sysctls: UNKNOWN }, 'unknown sysctls = ${var.x}']],
    idle: [{}],
    edge: [[{ sysctls: Object.fromEntries(SYSCTLS.map((name) => [name, '1'])) }, ...SYSCTLS.map((name) => `pass sysctls = ${name}`)]],
  },
};
