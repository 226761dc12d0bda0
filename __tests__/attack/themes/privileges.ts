import { statSync } from 'node:fs';
import { join } from 'node:path';
import { HealthCheck, ImageReference, RuntimePool } from '../../../constructs';
import type { AttackId } from '../attacks';
import { duel, type Arena } from '../duel';
import { rawContainer, refusedAtSynth } from '../harness/refused-at-synth';
import { anyOf, outcomeOf, stopped, succeeded, type Outcome } from '../outcome';

/** Attacks that are one word of the program on both sides, with what they need. */
const ALONE: readonly (readonly [AttackId, ...string[]])[] = [
  ['root-file', 'read', '--file', '/etc/attack-secret'],
  ['set-id', 'set-id'],
  ['uid-map', 'uid-map'],
  ['capabilities', 'capabilities'],
  ['raw-socket', 'raw-socket'],
  ['chown', 'chown'],
  ['chroot', 'chroot'],
];
const PLANTED = '/usr/local/bin/planted';
const BECOME_ROOT = ['become-root', '--file', '/etc/attack-secret'];

/** Guidelines 5, 7, 12 and 14, and the secrets of 9: more rights than an app's user has. */
export function attackPrivileges(arena: Arena): void {
  for (const [id, ...args] of ALONE) {
    duel(arena, id, {
      plain: (field) => field.runPlain(id, args),
      ours: (field) => field.ours.attack(...args),
    });
  }

  duel(arena, 'setuid-binary', {
    plain: async (field) => {
      const app = await field.startPlain('setuid-binary');
      const outcome = outcomeOf(await field.plain.docker('exec', app, PLANTED, ...BECOME_ROOT));
      await field.removePlain(app);
      return outcome;
    },
    ours: async (field) => outcomeOf(await field.ours.exec('mallory', 'attacker', PLANTED, ...BECOME_ROOT)),
  });

  duel(arena, 'socket-takeover', {
    plain: (field) =>
      field.runPlain('socket-takeover', ['engine-takeover', '--image', field.image, '--directory', field.hostDirectory], {
        SOCKET: field.plain.socket,
      }),
    ours: async (field) =>
      anyOf(
        await field.ours.attack('engine-takeover', '--image', field.image, '--directory', field.hostDirectory),
        refusedAtSynth('SDG-05.5', (stack) => {
          rawContainer(stack, { volumes: [{ hostPath: '/var/run/docker.sock', containerPath: '/var/run/docker.sock' }] });
        }),
      ),
  });

  duel(arena, 'secret-in-environment', {
    plain: async (field) => {
      const app = await field.startPlain('secret-in-environment');
      const outcome = await field.attackPlain(app, 'environ', '--name', 'DB_PASSWORD');
      await field.removePlain(app);
      return outcome;
    },
    ours: async (field) =>
      anyOf(
        refusedAtSynth('SecretInEnvironment', (stack) => {
          const image = ImageReference.digest(`registry.test/app@sha256:${'0'.repeat(64)}`);
          new RuntimePool(stack, 'App', { image, healthCheck: HealthCheck.tcp(), environment: { DB_PASSWORD: 'marker' } });
        }),
        refusedAtSynth('SDG-09.6', (stack) => {
          rawContainer(stack, { env: ['DB_PASSWORD=marker'] });
        }),
        await field.ours.attack('environ', '--name', 'DB_PASSWORD'),
      ),
  });

  duel(arena, 'root-owned-file', {
    plain: async (field) => {
      await field.runPlain('root-owned-file', ['write', '--file', '/data/left']);
      const directory = await field.plain.must('volume', 'inspect', '--format', '{{.Mountpoint}}', 'attack-data');
      const outcome = ownerOf(join(directory, 'left'));
      await field.plain.must('volume', 'rm', 'attack-data');
      return outcome;
    },
    ours: async (field) => {
      await field.ours.attackFrom('archive', 'write', '--file', '/data/left');
      const { Mountpoint } = await field.ours.project.docker.getVolume('attack-mallory-data').inspect();
      return ownerOf(join(Mountpoint, 'left'));
    },
  });
}

function ownerOf(file: string): Outcome {
  return statSync(file).uid === 0
    ? succeeded('the file is root’s on the host')
    : stopped('the file belongs to an unprivileged uid on the host');
}
