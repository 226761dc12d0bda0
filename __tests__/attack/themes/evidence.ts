import { setTimeout as sleep } from 'node:timers/promises';
import { duel, type Arena } from '../duel';
import type { Field } from '../field';
import { stopped, succeeded } from '../outcome';

/** Exit code of an audit with findings. */
const FOUND = 2;
/** What other limits than the declared ones concern. */
const CHANGED = ['SDG-06.4', 'SDG-17.1'];
const MEBIBYTE = 1024 * 1024;
const FILE = '/usr/local/bin/attacks';

/** Guideline 3, and 17: what somebody who looks afterwards finds. */
export function attackEvidence(arena: Arena): void {
  duel(arena, 'vanished-evidence', {
    plain: async (field) => {
      const app = await field.startPlain('vanished-evidence');
      await field.plain.must('stop', app);
      // The engine removes it a moment after it has ended.
      for (let wait = 0; wait < 50 && (await field.plain.docker('inspect', app)).exitCode === 0; wait++) await sleep(100);
      const left = await Promise.all([field.plain.docker('logs', app), field.plain.docker('cp', `${app}:${FILE}`, '-')]);
      return left.some(({ exitCode }) => exitCode === 0)
        ? stopped('something is left')
        : succeeded('neither its log nor its files are left');
    },
    ours: async (field) => {
      const { docker } = field.ours.project;
      const container = docker.getContainer(await field.ours.container('mallory', 'neighbour'));
      await container.stop();
      const log = await container.logs({ stdout: true });
      const files = await container.getArchive({ path: FILE });
      files.resume();
      await container.start();
      if (!log.includes('listening')) return succeeded('its log is gone');
      return stopped('its log and its files are there until it is removed');
    },
  });

  duel(arena, 'change-by-hand', {
    plain: async (field) => {
      const app = await field.startPlain('change-by-hand');
      await field.plain.must('update', '--pids-limit', '-1', '--memory', '512m', '--memory-swap', '512m', app);
      await field.removePlain(app);
      return succeeded('the engine takes it, and nothing says what it was meant to be');
    },
    ours: async (field) => {
      const container = field.ours.project.docker.getContainer(await field.ours.container('mallory', 'attacker'));
      const { PidsLimit, Memory, MemorySwap } = (await container.inspect()).HostConfig;
      await container.update({ PidsLimit: -1, Memory: 512 * MEBIBYTE, MemorySwap: 512 * MEBIBYTE });
      const named = await rulesThatName(field, 'mallory/Attacker/Replica1').finally(() =>
        container.update({ PidsLimit, Memory, MemorySwap }),
      );
      return named.length === 0 ? succeeded('the audit does not name it') : stopped(`the next audit names it, ${named.join(', ')}`);
    },
  });
}

/** The part of `appengine audit --format json` that is looked at. */
interface Audit {
  readonly surfaces: readonly { readonly rows: readonly { readonly rule: string; readonly path: string; readonly status: string }[] }[];
}

/** Rules of drift and of processes that a container of a construct fails by the audit of the running engine. */
async function rulesThatName({ ours }: Field, construct: string): Promise<readonly string[]> {
  const { stdout, stderr, exitCode } = await ours.project.appengine('audit', '--surface', 'live', '--no-scan-images', '--format', 'json');
  if (exitCode !== 0 && exitCode !== FOUND) throw new Error(`audit ended with ${String(exitCode)}:\n${stderr}`);
  const { surfaces } = JSON.parse(stdout) as Audit;
  const rows = surfaces.flatMap((surface) => surface.rows);
  const failed = rows.filter(({ status, path }) => status === 'fail' && path === construct).map(({ rule }) => rule);
  return [...new Set(failed)].filter((rule) => CHANGED.includes(rule)).sort();
}
