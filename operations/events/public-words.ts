import { isSecretName, isSecretValue, secretsInText } from '../../constructs/secret-like';

/** In the place of what looks like a secret. */
const HIDDEN = '…';
/** Options of clients whose value is a login. */
const LOGIN = /^(-u|--user|--proxy-user)$/;
/** Short options that are the secret themselves, as in `mysql -phunter2`. */
const ATTACHED = /^-[pP](?=.*[^\d:/.]).{3,}$/;

/** Words of a command as they may be kept: without values that look like secrets, or that follow the name of one. */
export function publicWords(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    const before = words[index - 1] ?? '';
    if (before.startsWith('-') && !before.includes('=') && isSecretName(nameOf(before))) return HIDDEN;
    if (LOGIN.test(before) && word.includes(':')) return HIDDEN;
    const [, name, value] = /^([^=\s]+)=([^]*)$/.exec(word) ?? [];
    if (name !== undefined && value !== undefined && isSecretName(nameOf(name))) return `${name}=${HIDDEN}`;
    if (ATTACHED.test(word)) return `${word.slice(0, 2)}${HIDDEN}`;
    return isSecretValue(word) || secretsInText(word).length > 0 || hasAssignment(word) ? HIDDEN : word;
  });
}

/** `--db-password` as `db-password`. */
function nameOf(option: string): string {
  return option.replace(/^-+/, '');
}

/** A line for a shell, such as `PASSWORD=hunter2 ./report`, or options in it. */
function hasAssignment(text: string): boolean {
  return [...text.matchAll(/([A-Za-z][\w.-]*)[=:]\s*\S|--?([A-Za-z][\w-]*)\s+\S/g)].some(([, assigned, option]) =>
    isSecretName(assigned ?? option ?? ''),
  );
}
