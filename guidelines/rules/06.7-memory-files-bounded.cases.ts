import { NEVER_STARTED, UNKNOWN, volumeMount } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import type { Arguments } from '../cases/configuration';
import { UNREAD, container, host, volume } from '../cases/facts';
import { known } from '../facts/known';

const MOUNTED = 'mounts.volume_options.driver_options.o size';

/** A mounted volume in memory, and no tmpfs. */
function volumeInMemory(options: unknown): Arguments {
  return { tmpfs: null, ...volumeMount(options) };
}

function mountInMemory(options: Arguments = {}): Arguments {
  return { tmpfs: null, mounts: { type: 'tmpfs', target: '/x', ...options } };
}

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [
      [mountInMemory({ tmpfs_options: { size_bytes: 4096 } }), 'pass tmpfs size = 4096'],
      [{ tmpfs: null, shm_size: 32 }, 'pass shm_size = 32'],
      [volumeInMemory({ type: 'tmpfs', device: 'tmpfs', o: 'size=16m,uid=1000' }), `pass ${MOUNTED} = 16777216`],
    ],
    bad: [
      [{ tmpfs: { '/tmp': '' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: { '/tmp': 'size=0' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: { '/tmp': 'size=50%' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: { '/tmp': 'size=65m' } }, 'fail tmpfs size = 68157440'],
      [mountInMemory(), 'fail tmpfs size = not set'],
      [mountInMemory({ tmpfs_options: { size_bytes: 0 } }), 'fail tmpfs size = not set'],
      [{ tmpfs: null, shm_size: 65 }, 'fail shm_size = 65'],
      [volumeInMemory({ type: 'tmpfs', device: 'tmpfs' }), `fail ${MOUNTED} = not set`],
    ],
    open: [
      [{ tmpfs: { '/tmp': UNKNOWN } }, 'unknown tmpfs size = ${var.x}'],
      [{ tmpfs: { [UNKNOWN]: 'size=1m' } }, 'unknown tmpfs size = ${var.x}'],
      [{ tmpfs: null, mounts: { type: UNKNOWN, target: '/x' } }, 'unknown tmpfs size = ${var.x}'],
      [{ tmpfs: null, shm_size: UNKNOWN }, 'unknown shm_size = ${var.x}'],
      [volumeInMemory({ type: 'tmpfs', o: UNKNOWN }), `unknown ${MOUNTED} = \${var.x}`],
    ],
    idle: [{ tmpfs: null }, { tmpfs: null, shm_size: 64, memory: 32 }, { tmpfs: null, ...NEVER_STARTED, shm_size: 65 }],
    edge: [
      [{ tmpfs: { '/tmp': 'size=64m' } }, 'pass tmpfs size = 67108864'],
      [{ tmpfs: { '/tmp': 'size=67108865' } }, 'fail tmpfs size = 67108865'],
      [{ tmpfs: { '/tmp': 'size=256g' }, memory: null }, 'pass tmpfs size = 274877906944'],
      [{ tmpfs: { '/tmp': 'size=274877906945' }, memory: 0 }, 'fail tmpfs size = 274877906945'],
      [{ tmpfs: { '/tmp': 'size=256g' }, memory: UNKNOWN }, 'pass tmpfs size = 274877906944'],
      [{ tmpfs: { '/tmp': 'size=257g' }, memory: UNKNOWN }, 'fail tmpfs size = 275951648768'],
      [{ tmpfs: null, shm_size: 128, memory: 128 }, 'pass shm_size = 128'],
      [{ tmpfs: null, shm_size: 63, memory: 32 }, 'fail shm_size = 63'],
      [volumeInMemory({ type: 'tmpfs', o: 'size=65m' }), `fail ${MOUNTED} = 68157440`],
      [volumeInMemory({ type: 'ramfs', o: 'size=1m' }), `fail ${MOUNTED} = not set`],
      [volumeInMemory({ type: UNKNOWN }), `unknown ${MOUNTED} = \${var.x}`],
    ],
  },
  engine: {
    good: [
      [[volume({ type: known('tmpfs'), o: known('size=4096m') }), host()], 'pass driver_opts.o size = 4294967296'],
      [[container({ tmpfs: [], sharedMemory: known(32) }), host()], 'pass shm_size = 32'],
    ],
    bad: [
      [[volume({ type: known('tmpfs') })], 'fail driver_opts.o size = not set'],
      [[volume({ type: known('tmpfs'), o: known('size=4097m') }), host()], 'fail driver_opts.o size = 4296015872'],
      [[container({ tmpfs: [], memory: known(undefined), sharedMemory: known(4097) }), host()], 'fail shm_size = 4097'],
      [[container({ tmpfs: [], memory: UNREAD, sharedMemory: known(4097) }), host()], 'fail shm_size = 4097'],
    ],
    open: [[[volume({ type: UNREAD })], 'unknown driver_opts.o size = not read']],
    idle: [[volume({ type: known('ext4') })]],
  },
};
