/** Text that is HTML already. */
export class Markup {
  constructor(readonly text: string) {}
}

/** Values of a template: text is escaped, markup is taken as it is. */
export type Content = Markup | number | string | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** HTML from a template; everything that is put in is text, unless it is markup. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.map((text, index) => text + rendered(values[index] ?? '')).join(''));
}

/** Names as long as paths break after their slashes and dots. */
export function breakable(path: string): Markup {
  return new Markup(escape(path).replace(/(?<=[^<][/.:_=@-])(?=[^/;])/g, '<wbr>'));
}

function rendered(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escape(content);
  return typeof content === 'number' ? String(content) : content.map(({ text }) => text).join('');
}

function escape(text: string): string {
  const escaped = text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
  // Code points that are no characters of HTML, such as NUL, would be errors in the document.
  return escaped.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
