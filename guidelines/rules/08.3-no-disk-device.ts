import { known } from '../facts/known';
import { expectNone, pluck } from '../outcome';
import { defineRule } from '../rule';

const RAW =
  /^\/dev(\/(sd|hd|vd|xvd|nvme|dm-|md|loop|mmcblk|sr|sg\d|bsg|zd|nbd|rbd|drbd|bcache|pmem|ram|block|disk|mapper|mem|kmem|port|kmsg|fuse|uhid|uinput|vhost|kvm|vfio).*)?$/;

function isRaw(path: string): boolean {
  return path === '/' || RAW.test(path);
}

export const noDiskDevice = defineRule({
  id: 'SDG-08.3',
  severity: 'critical',
  references: { cis: ['5.18', '5.6'], nist: ['4.5.5'], pss: 'baseline' },
  title: 'the container reaches the disks or the memory of the host',
  impact: 'read and write every file of the host below its file system, or its kernel',
  remediation: 'drop the device or the mount',
  exception: '`/dev/kvm`, for virtual machines: on a host that has no tenant, and outside of this configuration',
  appliesTo: ['container', 'volume'],
  check: (facts) => [
    ...(facts.kind === 'container'
      ? expectNone(
          'devices.host_path',
          pluck(facts.devices, ({ path }) => path),
          isRaw,
        )
      : []),
    ...expectNone(
      'mounts',
      pluck(facts.hostPaths, ({ path }) => known(path)),
      isRaw,
    ),
  ],
});
