import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../constructs/package-root';

const FOLDERS = ['cli', 'constructs', 'guidelines', 'operations', 'stacks', 'testing'];
/** Less than this of a message says nothing by itself. */
const LEAST_LETTERS = 12;
const LONGEST = 120;

/** A place in the sources that makes an error. */
export interface ErrorSite {
  /** Absolute path of its file. */
  readonly file: string;
  /** Undefined where it is computed. */
  readonly code: string | undefined;
  /** With `…` for what is only known when it is thrown; empty where all of it is computed. */
  readonly message: string;
}

/** All places of the library and the command line that make an `AppEngineError`, or name the code of one. */
export function errorSites(): readonly ErrorSite[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .sort()
      .map((path) => join(packageRoot(), folder, path)),
  ).flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    return [...nodesBelow(source)].flatMap((node) => siteOf(file, node) ?? []);
  });
}

/** By code, the beginning of a message as its user sees it, up to what to do about it; none where no site has a text of its own. */
export function messages(sites: readonly ErrorSite[] = errorSites()): ReadonlyMap<string, string> {
  const beginnings = sites.flatMap(({ code, message }) =>
    code === undefined || letters(message) < LEAST_LETTERS ? [] : [[code, beginning(message)] as const],
  );
  // The first site of a code is the one that is found.
  return new Map(beginnings.reverse());
}

function* nodesBelow(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesBelow(child);
}

function siteOf(file: string, node: ts.Node): ErrorSite | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'AppEngineError') {
    const [code, message] = node.arguments ?? [];
    return { file, code: code !== undefined && ts.isStringLiteral(code) ? code.text : undefined, message: textOf(message) };
  }
  if (ts.isCallExpression(node) && node.expression.getText() === 'reserveName') {
    const reservation = node.arguments[1];
    if (reservation === undefined || !ts.isObjectLiteralExpression(reservation)) return undefined;
    const code = propertyOf(reservation, 'code');
    if (code === undefined || !ts.isStringLiteral(code)) return undefined;
    return {
      file,
      code: code.text,
      message: `${textOf(propertyOf(reservation, 'kind'))} "…" is already taken by …; ${textOf(propertyOf(reservation, 'fix'))}`,
    };
  }
  return undefined;
}

function propertyOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  return object.properties.filter(ts.isPropertyAssignment).find((property) => property.name.getText() === name)?.initializer;
}

/** Of literals, templates, and sums of both. */
function textOf(node: ts.Expression | undefined): string {
  if (node === undefined) return '';
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  if (ts.isBinaryExpression(node)) return textOf(node.left) + textOf(node.right);
  return '…';
}

function letters(text: string): number {
  return text.replace(/[^a-z]/gi, '').length;
}

function beginning(message: string): string {
  const [first = '', ...clauses] = message.split(/\s+/).join(' ').split('; ');
  let text = first;
  while (letters(text) < LEAST_LETTERS && clauses.length > 0) text += `; ${clauses.shift() ?? ''}`;
  text = text.replace(/: ?…?$/, '');
  return text.length <= LONGEST ? text : `${text.slice(0, text.lastIndexOf(' ', LONGEST))} …`;
}
