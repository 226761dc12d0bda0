import { Procfile } from '../plan/procfile';
import type { SourceDirectory } from '../plan/source-directory';
import type { PlainCommand } from '../plan/start-command';

/**
 * How the application starts: `web` of its Procfile, or the program that the build makes. A program that the Procfile names where the build leaves it is
 * the one in the image.
 * @throws AppEngineError ProcfileInvalid
 */
export function javaStart(source: SourceDirectory, program: string): PlainCommand {
  const procfile = Procfile.in(source);
  if (procfile?.names.includes('web') !== true) return { environment: {}, words: ['java', '-jar', program] };
  const { environment, words } = procfile.plain('web');
  return { environment, words: words.map((word) => (/(^|\/)(target|build)\/[^:]*\.[jw]ar$/.test(word) ? program : word)) };
}
