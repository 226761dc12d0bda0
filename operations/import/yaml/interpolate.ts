import type { TextOrigin } from './located';

/** Values by name. */
export type Variables = Readonly<Record<string, string>>;

/** A text with its variables replaced. */
export interface Interpolated extends TextOrigin {
  readonly text: string;
  /** Undefined unless the text is not in the form of the Compose specification. */
  readonly problem?: string;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
const DEEPEST = 20;

/**
 * Replaces `$NAME`, `${NAME}`, and the forms with `:-`, `-`, `:?`, `?`, `:+` and `+`, as the Compose specification has them; `$$` is a dollar sign. A variable
 * that is not set is empty, also where the form would make Compose stop.
 */
export function interpolate(source: string, values: Variables, depth = 0): Interpolated {
  const found: { variables: string[]; unset: string[]; problem?: string } = { variables: [], unset: [] };
  let text = '';
  let rest = source;
  const take = (name: string, value: string | undefined): string => {
    found.variables.push(name);
    if (value === undefined) found.unset.push(name);
    return value ?? '';
  };
  while (rest !== '') {
    const dollar = rest.indexOf('$');
    if (dollar === -1) break;
    text += rest.slice(0, dollar);
    rest = rest.slice(dollar + 1);
    if (rest.startsWith('$')) {
      text += '$';
      rest = rest.slice(1);
    } else if (rest.startsWith('{')) {
      const end = closing(rest);
      const [name] = NAME.exec(rest.slice(1)) ?? [];
      if (end === -1 || name === undefined || depth > DEEPEST)
        return { text: source, ...found, problem: 'a "${" without a name and a "}"' };
      const inner = rest.slice(1 + name.length, end);
      rest = rest.slice(end + 1);
      const [, operator = '', word = ''] = /^(:?[-?+])?([^]*)$/.exec(inner) ?? [];
      if (operator === '' && word !== '') return { text: source, ...found, problem: `"\${${name}" goes on with what is no operator` };
      const value = values[name];
      const counts = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
      const other = (): string => {
        const nested = interpolate(word, values, depth + 1);
        found.variables.push(name, ...nested.variables);
        found.unset.push(...nested.unset);
        if (nested.problem !== undefined) found.problem = nested.problem;
        return nested.text;
      };
      if (operator.endsWith('+')) text += counts ? other() : '';
      else if (operator.endsWith('-')) text += counts ? take(name, value) : other();
      else text += take(name, counts ? value : undefined);
    } else {
      const [name] = NAME.exec(rest) ?? [];
      text += name === undefined ? '$' : take(name, values[name]);
      rest = rest.slice(name?.length ?? 0);
    }
  }
  return { text: text + rest, ...found };
}

/** Index of the brace that closes the one at the begin; -1 if none does. */
function closing(text: string): number {
  let open = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '{') open += 1;
    if (text[index] === '}') open -= 1;
    if (open === 0) return index;
  }
  return -1;
}
