import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A step that ended a build. */
export interface FailedStep {
  /** As the log has it: `[2/3] RUN npm ci`. */
  readonly name: string;
  /** Reason that the engine gives, such as `process "/bin/sh -c npm ci" did not complete successfully: exit code: 1`. */
  readonly reason: string;
  /** Lines that the step printed, without their times. */
  readonly output: readonly string[];
}

/** The failed step of the last build in a log of buildx, in its plain form; undefined where no step failed. */
export function failedStep(log: string): FailedStep | undefined {
  const lines = lastBuild(log).split('\n');
  const failures = lines.flatMap((line) => {
    const [, number, reason] = /^#(\d+) ERROR: (.*)$/.exec(line) ?? [];
    return number === undefined || reason === undefined ? [] : [{ number, reason }];
  });
  const last = failures.at(-1);
  if (last === undefined) return undefined;
  const prefix = `#${last.number} `;
  const own = lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
  const output = own.flatMap((line) => /^-?\d+\.\d+ (.*)$/.exec(line)?.[1] ?? []);
  return { name: own[0] ?? '', reason: last.reason, output };
}

/** Every build appends to the log. */
function lastBuild(log: string): string {
  return log.slice(log.lastIndexOf('\n#0 building with ') + 1);
}

/** Removes the logs of earlier builds of a stack. */
export function removeBuildLogs(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (name.endsWith('.build.log')) rmSync(join(directory, name));
  }
}
