import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../constructs/package-root';
import { nameOfDefault, type DefaultId } from '../../constructs/default-id';
import { acceptances } from '../../guidelines/cdktf/construct-waivers';
import { RULES_OF } from '../../guidelines/cdktf/rules-of-defaults';

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
/** A capability and a system call that rules are about. */
const SUBJECTS = ['CHOWN', 'ptrace'];

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
    .filter(({ heritageClauses }) => heritageClauses?.some((clause) => clause.getText() === 'extends HardenedSetting') === true)
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
      const id = idOf(declaration, method);
      return {
        call: `${name}${isList ? `[${call}]` : call}`,
        default: id === undefined ? '' : nameOfDefault(id),
        rules: id === undefined ? [] : rulesAbout(id),
      };
    });
}

/** What the class tells `HardenedSetting` that its default is: `super('memory-limit', reason)`, or an argument that the method gives. */
function idOf(declaration: ts.ClassDeclaration, method: ts.MethodDeclaration): DefaultId | undefined {
  const constructor = declaration.members.find(ts.isConstructorDeclaration);
  const [told] = constructor === undefined ? [] : argumentsBelow(constructor, ts.isCallExpression, ts.SyntaxKind.SuperKeyword);
  const position = constructor?.parameters.findIndex((parameter) => parameter.name.getText() === told?.getText()) ?? -1;
  const id = position < 0 ? told : argumentsBelow(method, ts.isNewExpression, ts.SyntaxKind.Identifier)[position];
  return id !== undefined && ts.isStringLiteral(id) && isDefault(id.text) ? id.text : undefined;
}

function isDefault(id: string): id is DefaultId {
  return Object.hasOwn(RULES_OF, id);
}

function rulesAbout(id: DefaultId): readonly string[] {
  return [...new Set(SUBJECTS.flatMap((subject) => acceptances('', { id, subject, reason: '' }).map(({ rule }) => rule)))].sort();
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
