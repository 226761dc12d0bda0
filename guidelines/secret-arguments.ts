import { isPlaceholder, isSecretName, isSecretValue } from '../constructs/secret-like';
import { known, type Items } from './facts/known';

/** Short options of programs that take a password. Elsewhere `-p` is a port, and `-a` is all. */
const SHORT_OPTIONS: readonly { readonly program: RegExp; readonly option: string }[] = [
  { program: /^(?:mysql|mariadb)[a-z-]*$/, option: '-p' },
  { program: /^mongo[a-z]*$/, option: '-p' },
  { program: /^sshpass$/, option: '-p' },
  { program: /^(?:redis|valkey)-(?:benchmark|cli)$/, option: '-a' },
  { program: /^(?:bcp|sqlcmd)$/, option: '-P' },
  { program: /^ldap(?:add|delete|modify|passwd|search|whoami)$/, option: '-w' },
];

/** A word, and what stands before it. */
interface Position {
  readonly program: string;
  readonly before: string;
}

/** Between two commands of a shell line. */
const SEPARATOR = ';';

const START: Position = { program: '', before: '' };

/** True for each word of a command that holds a secret. A word of a shell line counts where any of its words does. */
export function secretArguments(words: Items<string>): Items<boolean> {
  let position = START;
  return words.map((word) => {
    if (!word.known) {
      const isSecret = takesSecret(position);
      position = { ...position, before: '' };
      return isSecret ? known(true) : word;
    }
    let isSecret = isSecretValue(word.value);
    for (const part of partsOf(word.value)) {
      isSecret ||= part !== SEPARATOR && isSecretWord(part, position);
      position = part === SEPARATOR ? START : { program: programOf(part) ?? position.program, before: part };
    }
    return known(isSecret);
  });
}

/** The words of a shell line without their quotes; any other word is one. */
function partsOf(word: string): readonly string[] {
  if (/^--?[\w-]+=/.test(word) || !/\s/.test(word)) return [word];
  const separated = word.replace(/[;|&]+/g, ` ${SEPARATOR} `);
  return separated.split(/\s+/).flatMap((part) => (part === '' ? [] : [part.replace(/^["']|["']$/g, '')]));
}

function isSecretWord(word: string, position: Position): boolean {
  const [, option = '', value = ''] = /^(?:--?([\w-]+)|[A-Z][A-Z0-9_]*(?==))=(.+)$/s.exec(word) ?? [];
  if (value !== '')
    return isSecretValue(value) || (isSecretName(option === '' ? word.slice(0, word.indexOf('=')) : option) && isClear(value));
  const attached = shortOption(position.program);
  if (attached !== undefined && word.startsWith(attached) && word.length > attached.length) return isClear(word.slice(attached.length));
  return takesSecret(position) && !word.startsWith('-') && isClear(word);
}

/** True where the word before is an option whose value is a secret. */
function takesSecret({ program, before }: Position): boolean {
  const [, option] = /^--([\w-]+)$/.exec(before) ?? [];
  return before !== '' && (before === shortOption(program) || (option !== undefined && isSecretName(option)));
}

function shortOption(program: string): string | undefined {
  return SHORT_OPTIONS.find((entry) => entry.program.test(program))?.option;
}

/** The program that a word names, by any path; undefined for one without short options of its own. */
function programOf(word: string): string | undefined {
  const name = word.slice(word.lastIndexOf('/') + 1);
  return shortOption(name) === undefined ? undefined : name;
}

/** False for a variable of a shell and for a path, where the value is somewhere else. */
function isClear(value: string): boolean {
  return !isPlaceholder(value) && !value.startsWith('/');
}
