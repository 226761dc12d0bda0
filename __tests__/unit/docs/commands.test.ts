import type { Command } from 'commander';
import { program } from '../../../cli/program';
import { blocks, PAGES, readPage } from './pages';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Where commands run: in a checkout, or in a project that `appengine init` made. */
const MANIFESTS = ['package.json', 'init/package.json'].map((path) => JSON.parse(readPage(path)) as Manifest);

/** Programs that npx starts, by the package that brings them. */
const PACKAGES: Readonly<Record<string, string>> = {
  appengine: 'appengine-constructs',
  cdktf: 'cdktf-cli',
  stryker: '@stryker-mutator/core',
  tsc: 'typescript',
};
/** Programs that every reader has. */
const KNOWN = new Set(['cd', 'docker', 'git', 'openssl', 'terraform']);
const NPM = new Set(['install', 'ci', 'pack']);

/** Commands of all blocks and of all code within sentences, with the page they stand on. */
const commands = PAGES.flatMap((page) => {
  const lines = blocks(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split('\n'));
  const inline = [...readPage(page).matchAll(/`((?:npx |npm (?:run|ci|install|pack|test)\b)[^`\n]*|appengine [a-z][^`\n]*)`/g)].map(
    ([, command = '']) => command,
  );
  return [...lines, ...inline].flatMap(separate).map((command) => ({ page, command }));
});

/** One command each: without a comment, without where its output goes, and what stands in `eval "$(…)"` by itself. */
function separate(line: string): readonly string[] {
  const plain = line.replace(/(^|\s)#.*$/, '').replace(/^eval "\$\((.*)\)"$/, '$1');
  return plain
    .split('&&')
    .map((command) =>
      command
        .replace(/ > .*$/, '')
        .replace(/^([A-Z_]+=\S+ )+/, '')
        .trim(),
    )
    .filter((command) => command !== '');
}

/** Why a command cannot be run as it stands; undefined if it can. */
function problemOf(command: string): string | undefined {
  const [name = '', ...words] = command.split(/\s+/);
  if (name === 'npm') return problemOfNpm(words);
  if (name === 'npx') {
    const [started = '', ...rest] = words[0] === '--package' ? words.slice(2) : words;
    const from = PACKAGES[started] ?? started;
    const isBrought = MANIFESTS.some(({ dependencies, devDependencies }) => from in { ...dependencies, ...devDependencies });
    if (!isBrought) return `nothing brings ${started}`;
    return started === 'appengine' ? problemOfArguments(rest, program) : undefined;
  }
  if (name === 'appengine') return problemOfArguments(words, program);
  return KNOWN.has(name) ? undefined : `unknown program ${name}`;
}

function problemOfNpm([first = '', ...rest]: readonly string[]): string | undefined {
  if (NPM.has(first)) return undefined;
  const script = first === 'run' ? (rest[0] ?? '') : first;
  if (!MANIFESTS.some(({ scripts }) => script in scripts)) return `no script ${script}`;
  const passed = rest.includes('--') ? rest.slice(rest.indexOf('--') + 1) : [];
  return script === 'up' || script === 'down' ? problemOfArguments([script, ...passed], program) : undefined;
}

function problemOfArguments(words: readonly string[], command: Command): string | undefined {
  const [first = '', ...rest] = words;
  const subcommand = command.commands.find((candidate) => candidate.name() === first);
  if (subcommand !== undefined) return problemOfArguments(rest, subcommand);
  if (command === program) return first === 'help' ? undefined : `no command ${first}`;
  const options = command.options.flatMap(({ long, short }) => [long, short]);
  // What follows is for another program.
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  const unknown = own.find((word) => word.startsWith('-') && !options.includes(word));
  return unknown === undefined ? undefined : `${command.name()} has no option ${unknown}`;
}

test('every command of every page is one that there is, with these options', () => {
  expect(commands.length).toBeGreaterThan(60);
  expect(commands.map((found) => ({ ...found, problem: problemOf(found.command) })).filter(({ problem }) => problem !== undefined)).toEqual(
    [],
  );
});

test.each([
  ['npx appengine upp', 'no command upp'],
  ['npx appengine up --onyl acme', 'up has no option --onyl'],
  ['appengine volumes remove data --yess', 'remove has no option --yess'],
  ['npm run upp', 'no script upp'],
  ['npm run down -- --volume', 'down has no option --volume'],
  ['npx unheard-of', 'nothing brings unheard-of'],
  ['curl http://localhost', 'unknown program curl'],
])('%s would be noticed', (command, problem) => {
  expect(problemOf(command)).toBe(problem);
});
