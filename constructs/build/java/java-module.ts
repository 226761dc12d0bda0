import { AppEngineError } from '../../errors';
import type { SourceDirectory } from '../plan/source-directory';

/**
 * Directory of the module that starts: the one that is named, the sources' own where they have no others, or the only one that is a program.
 * @throws AppEngineError StartCommandUnknown
 */
export function startingModule(
  source: SourceDirectory,
  modules: readonly string[],
  named: string | undefined,
  isProgram: (module: string) => boolean,
): string {
  const programs = modules.filter(isPath).filter(isProgram);
  const module = named ?? (modules.length === 0 || isProgram('.') ? '.' : programs.length === 1 ? programs[0] : undefined);
  if (module !== undefined && (module === '.' || isPath(module))) return module;
  throw new AppEngineError(
    'StartCommandUnknown',
    `the program of ${JSON.stringify(source.path)} must be one of its modules: ${named === undefined ? `${programs.length === 0 ? 'no framework makes a program of any' : 'several are programs'}, and they are ${modules.join(', ')}` : `${JSON.stringify(named)} is no path below it`}; set \`module\`, such as Runtime.java({ module: 'server' })`,
  );
}

function isPath(module: string): boolean {
  return /^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[\w./-]+$/.test(module);
}
