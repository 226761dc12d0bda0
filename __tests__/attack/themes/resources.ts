import { duel, type Arena } from '../duel';
import { get } from '../../live/harness/http';
import { succeeded, stopped, outcomeOf, type Outcome } from '../outcome';
import { directorySize } from '../harness/directory-size';

/** More than the rotation keeps, far less than what is asked to be logged. */
const KEPT_BYTES = 32 * 1024 * 1024;
const LATENCY = ['latency', '--url', 'http://127.0.0.1:8080/work', '--count', '60'];

/** Guideline 6, and the part of 3 that is about space: one container and the resources of all. */
export function attackResources(arena: Arena): void {
  duel(arena, 'fork-bomb', {
    plain: (field) => field.runPlain('fork-bomb', ['fork-bomb', '--count', '600']),
    ours: (field) => field.ours.attack('fork-bomb', '--count', '600'),
  });

  duel(arena, 'memory-bomb', {
    plain: (field) => field.runPlain('memory-bomb', ['memory-bomb', '--mebibytes', '512']),
    ours: (field) => field.ours.attack('memory-bomb', '--mebibytes', '512'),
  });

  duel(arena, 'memory-files', {
    plain: (field) => field.runPlain('memory-files', ['fill', '--directory', '/tmp']),
    ours: (field) => field.ours.attack('fill', '--directory', '/tmp'),
  });

  duel(arena, 'disk-fill', {
    plain: (field) => field.runPlain('disk-fill', ['fill', '--directory', '/var/tmp']),
    ours: (field) => field.ours.attack('fill', '--directory', '/var/tmp'),
  });

  duel(arena, 'cpu-hog', {
    plain: async (field) => {
      const victim = await field.startPlain('cpu-hog');
      const hog = await field.startPlain('cpu-hog');
      const [outcome, latency] = await Promise.all([
        field.attackPlain(hog, 'cpu-hog'),
        field.plain.must('exec', victim, '/usr/local/bin/attacks', ...LATENCY),
      ]);
      process.stdout.write(`    95 % of the requests to the neighbour within, plain: ${latency} ms\n`);
      await field.removePlain(victim, hog);
      return outcome;
    },
    ours: async (field) => {
      const [outcome, latency] = await Promise.all([
        field.ours.attack('cpu-hog'),
        field.ours.exec('victim', 'shop', '/usr/local/bin/attacks', ...LATENCY),
      ]);
      process.stdout.write(`    95 % of the requests to the neighbour within, ours: ${latency.stdout.trim()} ms\n`);
      return outcome;
    },
  });

  duel(arena, 'log-flood', {
    plain: async (field) => {
      const app = await field.startPlain('log-flood');
      outcomeOf(
        await field.plain.docker('exec', app, '/usr/local/bin/attacks', 'fetch', '--url', 'http://127.0.0.1:8080/log', '--timeout', '20s'),
      );
      const file = await field.plain.must('inspect', '--format', '{{.LogPath}}', app);
      const outcome = await keptBelow(file);
      await field.removePlain(app);
      return outcome;
    },
    ours: async (field) => {
      const { project } = field.ours;
      expect(await get(project.port, 'app.mallory.localhost', '/log')).toMatchObject({ status: 200 });
      const { Id } = await project.docker.getContainer(await field.ours.container('mallory', 'attacker')).inspect();
      const { DockerRootDir } = (await project.docker.info()) as { DockerRootDir: string };
      return keptBelow(`${DockerRootDir}/containers/${Id}/local-logs`);
    },
  });
}

async function keptBelow(path: string): Promise<Outcome> {
  const kept = await directorySize(path);
  return kept > KEPT_BYTES ? succeeded('all of 64 MiB are on the disk') : stopped('rotated, at most 30 MiB of 64 are on the disk');
}
