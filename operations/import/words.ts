/**
 * Words of a command as Compose takes them: quotes and backslashes as in a shell, and nothing else of one.
 * @param text such as `gunicorn shop:app --name "my shop"`
 */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  const word = /(?:[^\s"'\\]|\\[^]|"(?:[^"\\]|\\[^])*"|'[^']*')+|["'\\][^]*/g;
  for (const [whole] of text.matchAll(word)) words.push(unquoted(whole));
  return words;
}

function unquoted(word: string): string {
  return word.replaceAll(
    /\\([^])|"((?:[^"\\]|\\[^])*)"|'([^']*)'/g,
    (whole: string, escaped?: string, double?: string, single?: string) => {
      if (escaped !== undefined) return escaped;
      if (double !== undefined) return double.replaceAll(/\\(["\\$`])/g, '$1');
      return single ?? whole;
    },
  );
}

/** The exec form of a command that needs a shell. */
export function shellWords(text: string): readonly string[] {
  return ['/bin/sh', '-c', text];
}
