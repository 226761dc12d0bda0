import { spawnSync } from 'node:child_process';

/** Why nothing can be deployed here; undefined if something can. In CI the suites run and fail instead of being skipped. */
function obstacle(): string | undefined {
  if (process.env.CI !== undefined || process.getuid?.() === 0) return undefined;
  const answers = spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;
  return answers ? undefined : 'no engine answers, and only root may start one';
}

/** A suite that needs an engine; skipped, with the reason in its name, where there is none and none can be started. */
export function describeLive(name: string, suite: () => void): void {
  const reason = obstacle();
  if (reason === undefined) describe(name, suite);
  else describe.skip(`${name} (skipped: ${reason})`, suite);
}
