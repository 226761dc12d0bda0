import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../../constructs/package-root';
import { ENTRIES } from '../../../tools/api-report/entries';

const MODULES = Object.values(ENTRIES).map((module) => join(packageRoot(), `${module}.ts`));

const program = ts.createProgram(MODULES, { noLib: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, types: [] });
const checker = program.getTypeChecker();

/** What users can import, by its name, resolved to where it is declared. */
const exported = MODULES.flatMap((entry) => {
  const file = program.getSourceFile(entry);
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  return symbol === undefined ? [] : checker.getExportsOfModule(symbol);
}).map((symbol) => ((symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)));

/** Optional properties of an interface, as they are declared in it. */
const optionalProps = exported
  .flatMap((symbol) => symbol.declarations ?? [])
  .filter(ts.isInterfaceDeclaration)
  .flatMap((declaration) =>
    declaration.members
      .filter((member) => member.questionToken !== undefined)
      .map((member) => [`${declaration.name.text}.${member.name?.getText() ?? ''}`, member] as const),
  );

test('the entries export something', () => {
  expect(exported.length).toBeGreaterThan(40);
  expect(optionalProps.length).toBeGreaterThan(30);
});

test.each(exported.map((symbol) => [symbol.name, symbol] as const))('%s has a doc comment', (_, symbol) => {
  expect(ts.displayPartsToString(symbol.getDocumentationComment(checker))).toMatch(/\w/);
});

test.each(optionalProps)('%s says what it is by default', (_, member) => {
  const tags = ts.getJSDocTags(member).filter((tag) => tag.tagName.text === 'default');

  expect(tags.map((tag) => ts.getTextOfJSDocComment(tag.comment) ?? '')).toEqual([expect.stringMatching(/\S/)]);
});

// Those of the rulebook are still without: take the condition out with the last of them.
const properties = exported
  .flatMap((symbol) => symbol.declarations ?? [])
  .filter((declaration) => !declaration.getSourceFile().fileName.startsWith(join(packageRoot(), 'guidelines')))
  .flatMap(propertiesOf);

test.each(properties)('%s says what it is', (_, property) => {
  // Its own, or that of the interface that the class implements.
  const symbol = checker.getSymbolAtLocation(ts.getNameOfDeclaration(property) ?? property);
  expect([...ts.getJSDocCommentsAndTags(property), ...(symbol?.getDocumentationComment(checker) ?? [])]).not.toEqual([]);
});

/** Public properties of a class or an interface, those among them that a constructor declares. */
function propertiesOf(declaration: ts.Declaration): readonly (readonly [string, ts.Declaration])[] {
  if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) return [];
  const parameters = [...declaration.members].filter(ts.isConstructorDeclaration).flatMap((constructor) => [...constructor.parameters]);
  const members = [...declaration.members, ...parameters];
  return members
    .filter(
      (member) =>
        ts.isPropertySignature(member) || ts.isPropertyDeclaration(member) || ts.isParameterPropertyDeclaration(member, member.parent),
    )
    .filter((member) => (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.NonPublicAccessibilityModifier) === 0)
    .map((member) => [`${declaration.name?.text ?? ''}.${member.name.getText()}`, member]);
}
