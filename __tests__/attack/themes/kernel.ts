import type { AttackId } from '../attacks';
import { duel, type Arena } from '../duel';

/** Ids that are also names of the program's attacks, and need no arguments. */
const SYSTEM_CALLS: readonly AttackId[] = [
  'unshare',
  'clone-namespace',
  'keyctl',
  'io-uring',
  'ptrace',
  'af-alg',
  'bpf',
  'userfaultfd',
  'perf-event',
  'mount',
];

/** Guidelines 13 and 16: the kernel, as far as a container reaches it. */
export function attackKernel(arena: Arena): void {
  for (const id of SYSTEM_CALLS) {
    duel(arena, id, {
      plain: async (field) => {
        // Another process to trace: the app, beside which the intruder runs.
        const app = await field.startPlain(id);
        const outcome = await field.attackPlain(app, id);
        await field.removePlain(app);
        return outcome;
      },
      ours: (field) => field.ours.attack(id),
      ...(id === 'af-alg' ? { host: (field) => field.onHost(id) } : {}),
    });
  }

  duel(arena, 'shared-kernel', {
    plain: (field) => field.runPlain('shared-kernel', ['kernel-release', '--host', field.kernel]),
    ours: (field) => field.runSandboxed(['kernel-release', '--host', field.kernel]),
  });
}
