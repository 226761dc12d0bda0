import { UNKNOWN, volumeMount } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';
import { UNREAD, volume } from '../cases/facts';
import { known } from '../facts/known';

const OF_KERNEL = [
  ...['binfmt_misc', 'bpf', 'cgroup', 'cgroup2', 'configfs', 'debugfs', 'devpts', 'devtmpfs', 'efivarfs', 'fusectl', 'mqueue', 'proc'],
  ...['pstore', 'resctrl', 'securityfs', 'selinuxfs', 'smackfs', 'sysfs', 'tracefs'],
];
const ATTRIBUTE = 'mounts.volume_options.driver_options.type';

export const cases: RuleCases = {
  contract: { severity: 'critical' },
  configuration: {
    good: [[volumeMount({ type: 'tmpfs', device: 'tmpfs', o: 'size=16m' }), `pass ${ATTRIBUTE} = tmpfs`]],
    bad: [[volumeMount({ type: 'proc', device: 'proc' }), `fail ${ATTRIBUTE} = proc`]],
    open: [
      [volumeMount({ type: UNKNOWN, device: 'x' }), `unknown ${ATTRIBUTE} = \${var.x}`],
      [volumeMount(UNKNOWN), `unknown ${ATTRIBUTE} = \${var.x}`],
    ],
    edge: [
      ...OF_KERNEL.map((type): ConfigurationCase => [volumeMount({ type }), `fail ${ATTRIBUTE} = ${type}`]),
      ...['ext4', 'none', 'procfs', 'overlay', ''].map((type): ConfigurationCase => [
        volumeMount({ type }),
        `pass ${ATTRIBUTE} = ${type === '' ? '""' : type}`,
      ]),
      [volumeMount({ type: ' Proc ' }), `fail ${ATTRIBUTE} = proc`],
      [volumeMount({ device: 'proc' }), `pass ${ATTRIBUTE} = none`],
    ],
  },
  engine: {
    good: [
      [[volume()], 'pass driver_opts.type = none'],
      [[volume({ type: known('ext4') })], 'pass driver_opts.type = ext4'],
    ],
    bad: [[[volume({ o: known('nosuid'), type: known('sysfs') })], 'fail driver_opts.type = sysfs']],
    open: [[[volume({ type: UNREAD })], 'unknown driver_opts.type = not read']],
  },
};
