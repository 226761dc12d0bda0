import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../constructs/package-root';
import { acceptances } from '../../guidelines/construct-waivers';

/** A way to switch a default off in the code of a construct, with the reason beside it. */
export interface OffSwitchDoc {
  /** Such as `memory: Memory.unlimited(reason)`. */
  readonly call: string;
  /** The default that is off then, such as `memory limit`. */
  readonly default: string;
  /** Ids of the rules that accept it. */
  readonly rules: readonly string[];
}

const FOLDER = join(packageRoot(), 'constructs', 'container');
/** Values for the part of a default's name that its caller gives. */
const NAMES = ['CHOWN', 'ptrace'];

/** Read from the constructs: each static method of an off switch that takes a reason. */
export function offSwitches(): readonly OffSwitchDoc[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => ts.createSourceFile(path, readFileSync(join(FOLDER, path), 'utf8'), ts.ScriptTarget.ES2022, true));
  const nodes = files.flatMap((file) => [...nodesBelow(file)]);
  const properties = nodes.filter(ts.isPropertySignature);
  return nodes
    .filter(ts.isClassDeclaration)
    .filter(({ heritageClauses }) => heritageClauses?.some((clause) => clause.getText() === 'extends OffSwitch') === true)
    .flatMap((declaration) => switchesOf(declaration, properties));
}

function switchesOf(declaration: ts.ClassDeclaration, properties: readonly ts.PropertySignature[]): readonly OffSwitchDoc[] {
  const type = declaration.name?.text ?? '';
  const property = properties.find((candidate) => namesOf(candidate.type).includes(type));
  const name = property === undefined ? '' : `${property.name.getText()}: `;
  const isList = property?.type?.getText().endsWith('[]') === true;
  return declaration.members
    .filter(ts.isMethodDeclaration)
    .filter(({ parameters }) => parameters.some((parameter) => parameter.name.getText() === 'reason'))
    .map((method) => {
      const call = `${type}.${method.name.getText()}(${method.parameters.map((parameter) => parameter.name.getText()).join(', ')})`;
      const defaults = defaultsOf(declaration, method);
      return {
        call: `${name}${isList ? `[${call}]` : call}`,
        default: defaults[0]?.replace(/ CHOWN$/, '') ?? '',
        rules: [...new Set(defaults.flatMap((text) => acceptances('', { default: text, reason: '' }).map(({ rule }) => rule)))].sort(),
      };
    });
}

/** What the class tells `OffSwitch` to call its default: `super('memory limit', reason)`, or an argument that the method gives. */
function defaultsOf(declaration: ts.ClassDeclaration, method: ts.MethodDeclaration): readonly string[] {
  const constructor = declaration.members.find(ts.isConstructorDeclaration);
  const [told] = constructor === undefined ? [] : argumentsBelow(constructor, ts.isCallExpression, ts.SyntaxKind.SuperKeyword);
  const position = constructor?.parameters.findIndex((parameter) => parameter.name.getText() === told?.getText()) ?? -1;
  const name = position < 0 ? told : argumentsBelow(method, ts.isNewExpression, ts.SyntaxKind.Identifier)[position];
  if (name === undefined) return [];
  return ts.isStringLiteral(name) ? [name.text] : ts.isTemplateExpression(name) ? NAMES.map((part) => `${name.head.text}${part}`) : [];
}

function argumentsBelow(
  node: ts.Node,
  isCall: (node: ts.Node) => node is ts.CallExpression | ts.NewExpression,
  callee: ts.SyntaxKind,
): readonly ts.Expression[] {
  const call = [...nodesBelow(node)].filter(isCall).find(({ expression }) => expression.kind === callee);
  return call?.arguments ?? [];
}

function namesOf(type: ts.TypeNode | undefined): readonly string[] {
  return type === undefined ? [] : [...nodesBelow(type)].filter(ts.isIdentifier).map(({ text }) => text);
}

function* nodesBelow(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesBelow(child);
}
