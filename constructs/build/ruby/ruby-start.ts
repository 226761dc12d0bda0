import { AppEngineError } from '../../errors';
import { Procfile } from '../plan/procfile';
import type { SourceDirectory } from '../plan/source-directory';
import type { PlainCommand } from '../plan/start-command';
import type { Gemfile } from './gemfile';

const PUMA: PlainCommand = { environment: {}, words: ['puma'] };

/**
 * How the application starts: `web` of its Procfile, or Puma with its `config.ru`.
 * @throws AppEngineError StartCommandUnknown, ProcfileInvalid
 */
export function rubyStart(source: SourceDirectory, gemfile: Gemfile | undefined): PlainCommand {
  const procfile = Procfile.in(source);
  if (procfile?.names.includes('web') === true) return withoutBundler(procfile.plain('web'));
  if (!source.has('config.ru')) throw unknown(source, 'it has no Procfile with "web" and no config.ru');
  if (gemfile !== undefined && !gemfile.gems.has('puma'))
    throw unknown(source, 'it has a config.ru, and its Gemfile.lock has no Puma: `bundle add puma` adds it');
  return PUMA;
}

/** The same without Bundler: the program that starts it has the gems of the Gemfile at hand. */
function withoutBundler({ environment, words }: PlainCommand): PlainCommand {
  const [first = '', second = '', ...rest] = words;
  if (first === 'bundle' && second === 'exec') return { environment, words: rest };
  const [, program] = /^(?:\.\/)?bin\/(rails|rackup|puma)$/.exec(first) ?? [];
  return { environment, words: program === undefined ? words : [program, ...words.slice(1)] };
}

function unknown(source: SourceDirectory, reason: string): AppEngineError {
  return new AppEngineError(
    'StartCommandUnknown',
    `the start of ${JSON.stringify(source.path)} must be a program and its arguments: ${reason}; set \`command\`, such as Runtime.ruby({ command: ['puma'] }), or add a Procfile`,
  );
}
