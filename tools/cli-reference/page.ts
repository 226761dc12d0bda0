import type { Argument, Command, Option } from 'commander';
import { program } from '../../cli/program';

/** `docs/cli.md`, from the commands themselves. */
export function cliReference(): string {
  return `# Commands

Made from the commands themselves, as \`npx appengine help\` prints them. Every command can be repeated; progress goes to standard error where the result is
JSON.

With \`--json\` there is one JSON document on standard output, also where the command fails. It is then
\`{ "error": { "code": "EngineMissing", "message": "…", "fix": "…" } }\`: the code as on [its page](errors.md), all of the message, and the last part of it where that says what
to do. \`UsageInvalid\` is a command or option that does not exist, \`Interrupted\` is Ctrl-C, \`Unexpected\` is a fault of the program. The exit code is the same without
\`--json\`.

${program.commands.flatMap((command) => sections(command, 'appengine')).join('\n')}`;
}

function sections(command: Command, parent: string): readonly string[] {
  const name = `${parent} ${command.name()}`;
  const own = command.commands.length > 0 && command.options.length === 0 ? [] : [section(command, name)];
  return [...own, ...command.commands.flatMap((sub) => sections(sub, name))];
}

function section(command: Command, name: string): string {
  const [first = '', ...rest] = command.description();
  const rows = [
    ...command.registeredArguments.map((argument) => [nameOf(argument), described(argument.description, argument.defaultValue)]),
    ...command.options.map((option) => [option.flags, described(option.description, option.defaultValue, choicesOf(option))]),
  ].map(([flags = '', text = '']) => `| \`${flags.replaceAll('|', '\\|')}\` | ${text.replaceAll('|', '\\|')} |\n`);
  const table = rows.length === 0 ? '' : `\n| Option | What |\n| --- | --- |\n${rows.join('')}`;
  return `## ${name}\n\n${first.toUpperCase()}${rest.join('')}.\n${table}`;
}

function nameOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function choicesOf({ argChoices = [] }: Option): string {
  return argChoices.length === 0 ? '' : `: ${argChoices.map((choice) => `\`${choice}\``).join(', ')}`;
}

function described(text: string, value: unknown, choices = ''): string {
  return `${text}${choices}${typeof value === 'string' ? ` (default: \`${value}\`)` : ''}`;
}
