import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[{ ipc_mode: 'private' }, 'pass ipc_mode = private']],
    bad: [
      [{ ipc_mode: 'host' }, 'fail ipc_mode = host'],
      [{ ipc_mode: 'shareable' }, 'fail ipc_mode = shareable'],
    ],
    open: [[{ ipc_mode: UNKNOWN }, 'unknown ipc_mode = ${var.x}']],
  },
  engine: {
    good: [[[container()], 'pass ipc_mode = not set', 'pass uts_mode = not set']],
    bad: [[[container({}, { utsMode: known('host') })], 'pass ipc_mode = not set', 'fail uts_mode = host']],
    open: [[[container({}, { utsMode: UNREAD })], 'pass ipc_mode = not set', 'unknown uts_mode = not read']],
  },
};
