import { appContainers, placeOf } from '../../operations/apps/app-containers';
import { restart } from '../../operations/apps/restart';
import { useEngine } from '../bootstrap/engine';
import { row } from '../terminal/format';
import { showProgress } from '../terminal/progress';
import { tellResult } from '../terminal/result';
import { openSession } from '../session';

/** Restarts the replicas of an app one after the other, each when the one before is healthy; resolves to the exit code. */
export async function restartApp(place: string, options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();
  const running = (await appContainers(session, placeOf(place))).filter(({ isRunning }) => isRunning);
  await showProgress(
    running.map((container) => ({
      subject: container.name,
      run: async (report) => {
        const began = Date.now();
        await restart(session, container, report);
        return row(container.name, `healthy after ${String(Math.round((Date.now() - began) / 1000))} s`);
      },
    })),
    { toStandardError: options.json === true },
  );
  const restarted = running.map(({ name }) => name);
  tellResult(options, { restarted }, () =>
    restarted.length === 0
      ? `No container of ${place} runs; start it: npx appengine up --only ${placeOf(place).tenant}\n`
      : `Next: npx appengine status · npx appengine logs ${place}\n`,
  );
  return 0;
}
