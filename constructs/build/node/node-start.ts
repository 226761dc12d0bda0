import { AppEngineError } from '../../errors';
import { Procfile } from '../plan/procfile';
import type { SourceDirectory } from '../plan/source-directory';
import { plainCommand, type PlainCommand } from '../plan/start-command';
import type { PackageJson } from './package-json';

const USUAL = ['server.js', 'index.js', 'app.js', 'main.js', 'server.mjs', 'index.mjs'];

/**
 * How the application starts: `web` of its Procfile, its `start` script, its `main`, or a file with a usual name.
 * @throws AppEngineError StartCommandUnknown, ProcfileInvalid
 */
export function nodeStart(source: SourceDirectory, json: PackageJson | undefined): PlainCommand {
  const procfile = Procfile.in(source);
  if (procfile?.names.includes('web') === true) return procfile.plain('web');
  const script = json?.scripts.start;
  if (script !== undefined) {
    const command = plainCommand(script);
    if (command !== undefined && !['npm', 'npx', 'pnpm', 'yarn', 'cd'].includes(command.words[0] ?? '')) return withoutShell(command);
    throw unknown(source, `its script "start" is ${JSON.stringify(script)}, and no shell and no package manager is in the image to run it`);
  }
  const file = json?.main !== undefined && source.has(json.main) ? json.main : source.first(...USUAL);
  if (file !== undefined) return { environment: {}, words: ['node', file] };
  throw unknown(source, `it has no script "start", no "main" that is there, and none of ${USUAL.join(', ')}`);
}

/** Programs of packages are files that Node reads. */
function withoutShell({ environment, words: [program = '', ...rest] }: PlainCommand): PlainCommand {
  if (program === 'node') return { environment, words: [program, ...rest] };
  return {
    environment,
    words: ['node', program.startsWith('.') || program.startsWith('/') ? program : `node_modules/.bin/${program}`, ...rest],
  };
}

function unknown(source: SourceDirectory, reason: string): AppEngineError {
  return new AppEngineError(
    'StartCommandUnknown',
    `the start of ${JSON.stringify(source.path)} must be a program and its arguments: ${reason}; set \`command\`, such as Runtime.node({ command: ['node', 'server.js'] }), or add the script`,
  );
}
