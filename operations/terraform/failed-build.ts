import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { AppEngineError } from '../../constructs/errors';
import { withoutSettings } from '../../constructs/image/dockerfile-with-settings';
import { harmless, shortened } from '../process/harmless';
import { failedStep } from './build-log';
import { declaredBuild, type DeclaredBuild } from './declared-build';
import type { Diagnostic } from './terraform-events';

const MOST_LINES = 20;
/** Words of an engine whose build cache names a layer that it has no more, as may be after it was ended while it removed images. */
const LAYER_GONE = 'layer does not exist';

/**
 * The error of a build that failed: the step, its last output, and then the reason; undefined for any other diagnostic. The provider passes on the reason alone.
 * @param directory of the synthesized stack
 */
export function failedBuild(directory: string, { summary, detail = '', address = '' }: Diagnostic): AppEngineError | undefined {
  const text = /^Error (?:running (?:buildx|legacy) build|mapping build attributes): ([^]*)$/.exec(`${summary}\n${detail}`.trim())?.[1];
  const build = text === undefined ? undefined : declaredBuild(directory, address);
  return text === undefined || build === undefined ? undefined : errorOf(build, text);
}

function errorOf({ path, dockerfile, log }: DeclaredBuild, text: string): AppEngineError {
  if (text.includes(LAYER_GONE)) {
    return new AppEngineError(
      'BuildCacheBroken',
      `${path}: the build of ${JSON.stringify(dockerfile)} used a layer of the build cache that the engine has no more; clear the cache by docker builder prune --all --force, and deploy again`,
    );
  }
  const step = log === undefined || !existsSync(log) ? undefined : failedStep(readFileSync(log, 'utf8'));
  if (step === undefined) {
    return new AppEngineError(
      'BuildFailed',
      `${path}: the build of ${JSON.stringify(dockerfile)} failed; correct what it names:\n${lastLines(text.split('\n'))}`,
    );
  }
  const { name, output, reason } = step;
  const said = output.length === 0 ? 'it printed nothing' : `its last lines are:\n${lastLines(output)}`;
  return new AppEngineError(
    'BuildFailed',
    `${path}: step ${line(withoutSettings(name))} of ${JSON.stringify(dockerfile)} failed, and must end with exit code 0; correct it, or a file that it reads; ${said}\n${line(reason)}\nthe whole log is in ${log ?? ''}`,
  );
}

function lastLines(lines: readonly string[]): string {
  return lines
    .slice(-MOST_LINES)
    .map((text) => `    ${line(text)}`)
    .join('\n');
}

function line(text: string): string {
  return shortened(harmless(stripVTControlCharacters(text).trimEnd()));
}
