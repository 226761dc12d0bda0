import { UNKNOWN, volumeMount } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';
import { UNREAD, volume } from '../cases/facts';
import { known } from '../facts/known';

const OF_NETWORK = [
  ...['9p', 'afs', 'ceph', 'cifs', 'fuse.glusterfs', 'fuse.sshfs', 'glusterfs', 'lustre', 'ncpfs', 'nfs', 'nfs4', 'smb3', 'smbfs'],
];
const ATTRIBUTE = 'mounts.volume_options.driver_options.type';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[volumeMount({ type: 'tmpfs', device: 'tmpfs' }), `pass ${ATTRIBUTE} = tmpfs tmpfs`]],
    bad: [
      [volumeMount({ type: 'nfs', o: 'addr=10.0.0.1,rw', device: ':/data' }), `fail ${ATTRIBUTE} = nfs 10.0.0.1:/data`],
      [volumeMount({ type: 'cifs', device: '//files.acme/data' }), `fail ${ATTRIBUTE} = cifs //files.acme/data`],
    ],
    open: [
      [volumeMount({ type: UNKNOWN, device: ':/data' }), `unknown ${ATTRIBUTE} = \${var.x}`],
      [volumeMount(UNKNOWN), `unknown ${ATTRIBUTE} = \${var.x}`],
    ],
    edge: [
      ...OF_NETWORK.map((type): ConfigurationCase => [volumeMount({ type }), `fail ${ATTRIBUTE} = ${type}`]),
      ...['ext4', 'nfsd', 'none'].map((type): ConfigurationCase => [volumeMount({ type }), `pass ${ATTRIBUTE} = ${type}`]),
      [volumeMount({ type: 'nfs4', o: 'rw,addr=files.acme', device: ':/' }), `fail ${ATTRIBUTE} = nfs4 files.acme:/`],
      [volumeMount({ type: 'nfs', o: 'clientaddr=10.0.0.9', device: ':/' }), `fail ${ATTRIBUTE} = nfs :/`],
      [volumeMount({ type: 'nfs', o: UNKNOWN, device: UNKNOWN }), `fail ${ATTRIBUTE} = nfs \${var.x}`],
      [volumeMount({ o: 'addr=10.0.0.1' }), `pass ${ATTRIBUTE} = none`],
    ],
  },
  engine: {
    good: [
      [[volume()], 'pass driver_opts.type = none'],
      [[volume({ type: known('ext4') })], 'pass driver_opts.type = ext4'],
    ],
    bad: [
      [[volume({ type: known('nfs'), o: known('addr=10.0.0.1'), device: known(':/data') })], 'fail driver_opts.type = nfs 10.0.0.1:/data'],
    ],
    open: [[[volume({ type: UNREAD })], 'unknown driver_opts.type = not read']],
  },
};
