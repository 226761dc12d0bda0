/** Text of a rule, as a sentence: it is written in lower case and without a period. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
