import { ImageReference } from '../../../constructs';
import { DockerProvider } from '../../../constructs/cdktf/bindings';
import { duel, type Arena } from '../duel';
import type { Field } from '../field';
import { rawContainer, refusedAtSynth } from '../harness/refused-at-synth';
import { anyOf, stopped, succeeded } from '../outcome';

/** Guideline 1: where an image comes from, and whether it is still the one that was meant. */
export function attackImages(arena: Arena): void {
  duel(arena, 'repushed-tag', {
    plain: async (field) => {
      expect(await served(field)).toBe('original');
      await field.program.push(field.plain, field.tag, 'tampered');
      const now = await served(field);
      return now === 'tampered' ? succeeded('the next container runs what was pushed last') : stopped('it still runs what was meant');
    },
    ours: async (field) => {
      const [address = ''] = await field.ours.addresses({ tenant: 'mallory', app: 'pinned' });
      const running = await field.ours.attack('fetch', '--url', `http://${address}:8080/`);
      return anyOf(
        running.evidence.endsWith('original') ? stopped('the digest still means what was meant') : succeeded(running.evidence),
        refusedAtSynth('ImageNotPinned', () => {
          ImageReference.digest(field.tag);
        }),
        refusedAtSynth('SDG-01.1', (stack) => {
          rawContainer(stack, { image: 'registry.test/app:stable' });
        }),
      );
    },
  });

  duel(arena, 'unlisted-registry', {
    plain: async (field) => {
      await field.plain.must('run', '--rm', field.tag, 'capabilities');
      return succeeded('it runs what any registry has');
    },
    ours: () =>
      refusedAtSynth('SDG-01.2', (stack) => {
        rawContainer(stack, { image: `stranger.test/app@sha256:${'0'.repeat(64)}` });
      }),
  });

  duel(arena, 'http-registry', {
    plain: async (field) => {
      await field.plain.must('image', 'rm', '--force', field.tag);
      await field.plain.must('pull', field.tag);
      return succeeded('it pulls without encryption, and without a question');
    },
    ours: () =>
      refusedAtSynth('SDG-01.3', (stack) => {
        new DockerProvider(stack, 'Registry', { alias: 'registry', registryAuth: [{ address: 'http://registry.test' }] });
      }),
  });
}

/** What a container says that is started from the tag, by an engine that asks the registry first. */
async function served({ plain, tag }: Field): Promise<string> {
  await plain.must('image', 'rm', '--force', tag);
  const id = await plain.must('run', '--detach', '--pull', 'always', tag);
  const { stdout } = await plain.docker('exec', id, '/attacks', 'fetch', '--url', 'http://127.0.0.1:8080/');
  await plain.must('rm', '--force', id);
  return stdout.trim().split(' ').at(-1) ?? '';
}
