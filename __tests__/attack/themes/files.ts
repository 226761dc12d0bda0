import { readFileSync } from 'node:fs';
import type { AttackId } from '../attacks';
import { duel, type Arena } from '../duel';
import { MARKER } from '../field';
import { rawContainer, refusedAtSynth } from '../harness/refused-at-synth';
import { LoopDevice } from '../harness/loop-device';
import { Volume } from '../../../constructs/cdktf/bindings';
import { anyOf } from '../outcome';

/** Attacks that are one word of the program on both sides, with what they need. */
const ALONE: readonly (readonly [AttackId, ...string[]])[] = [
  ['root-filesystem', 'write', '--file', '/usr/local/bin/foothold'],
  ['proc-sys', 'rewrite', '--file', '/proc/sys/kernel/core_pattern'],
  ['proc-irq', 'rewrite', '--file', '/proc/irq/default_smp_affinity'],
  ['sysrq-trigger', 'open', '--file', '/proc/sysrq-trigger'],
  ['sysfs', 'remount', '--whole', '--path', '/sys', '--file', '/sys/kernel/rcu_expedited'],
  ['remount', 'remount', '--path', '/proc/sys', '--file', '/proc/sys/kernel/core_pattern'],
];

/** Guidelines 8 and 10: devices, paths of the kernel, and paths of the host. */
export function attackFiles(arena: Arena): void {
  for (const [id, ...args] of ALONE) {
    duel(arena, id, {
      plain: (field) => field.runPlain(id, args),
      ours: (field) => field.ours.attack(...args),
      host: (field) => field.onHost(...args),
    });
  }

  duel(arena, 'release-agent', {
    plain: async (field) => {
      const outcome = await field.runPlain('release-agent', ['release-agent', '--marker', field.hostMarker]);
      // The kernel would show it to every process from then on, and engines that meet an unknown hierarchy tell no figures.
      expect(readFileSync('/proc/self/cgroup', 'utf8')).not.toContain('appengine-attack');
      return outcome;
    },
    ours: (field) => field.ours.attack('release-agent', '--marker', field.hostMarker),
  });

  duel(arena, 'block-device', {
    plain: async (field) => {
      const device = await LoopDevice.attach(field.scratch('disk'), MARKER);
      try {
        return await field.runPlain('block-device', ['mknod', ...device.numbers], { DEVICE: device.path });
      } finally {
        await device.detach();
      }
    },
    ours: async (field) => {
      const device = await LoopDevice.attach(field.scratch('disk'), MARKER);
      try {
        return anyOf(
          await field.ours.attack('mknod', ...device.numbers),
          refusedAtSynth('SDG-08.3', (stack) => {
            rawContainer(stack, { devices: [{ hostPath: '/dev/sda' }] });
          }),
        );
      } finally {
        await device.detach();
      }
    },
  });

  duel(arena, 'host-path', {
    plain: (field) => field.runPlain('host-path', ['read', '--file', '/host/marker'], { HOST: field.hostDirectory }),
    ours: async (field) =>
      anyOf(
        refusedAtSynth('SDG-10.1', (stack) => {
          rawContainer(stack, { volumes: [{ hostPath: '/', containerPath: '/host', readOnly: true }] });
        }),
        refusedAtSynth('SDG-10.3', (stack) => {
          new Volume(stack, 'Disguised', { name: 'disguised', driverOpts: { type: 'none', o: 'bind', device: '/etc' } });
        }),
        await field.ours.attack('read', '--file', '/host/marker'),
      ),
  });
}
