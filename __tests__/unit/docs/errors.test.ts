import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../../constructs/package-root';
import { nodesBelow, sourceFiles } from './sources';

/** Rows of the table in docs/errors.md. */
const documented = readFileSync(join(packageRoot(), 'docs', 'errors.md'), 'utf8')
  .split('\n')
  .map((line) => /^\| `(\w+)` +\| (.+?) +\| (.+?) +\|$/.exec(line))
  .filter((row) => row !== null)
  .map(([, code = '', when = '', fix = '']) => ({ code, when, fix }));

const thrown = new Set(
  sourceFiles()
    .flatMap((file) => [...nodesBelow(file)].map(codeIn))
    .filter((code) => code !== undefined),
);

test('every code in the sources is documented, and every documented code is in the sources', () => {
  expect(thrown.size).toBeGreaterThan(40);
  expect(documented.map(({ code }) => code)).toEqual([...thrown].sort());
});

test.each(documented)('$code says when and how to mend it', ({ code, when, fix }) => {
  expect(code).toMatch(/^([A-Z][a-z]+)+$/);
  expect(when).toMatch(/^[A-Z`]/);
  expect(fix).toMatch(/^[A-Z`]/);
});

test('every error has a literal code, so that this test sees it', () => {
  const computed = sourceFiles().flatMap((file) =>
    [...nodesBelow(file)]
      .filter((node) => isError(node) && codeIn(node) === undefined)
      .map((node) => `${file.fileName}: ${node.getText()}`),
  );

  // Claims are thrown in one place for all who take one; their codes are the literals of the takers.
  expect(computed.filter((text) => !text.includes('constructs/owner/claims.ts'))).toEqual([]);
});

function isError(node: ts.Node): node is ts.NewExpression {
  return ts.isNewExpression(node) && node.expression.getText() === 'AppEngineError';
}

/** The code of a `new AppEngineError('Code', …)` or of a `takeClaim(scope, { code: 'Code', … })`. */
function codeIn(node: ts.Node): string | undefined {
  const code = isError(node) ? node.arguments?.[0] : isClaimCode(node) ? node.initializer : undefined;
  return code !== undefined && ts.isStringLiteral(code) ? code.text : undefined;
}

function isClaimCode(node: ts.Node): node is ts.PropertyAssignment {
  return (
    ts.isPropertyAssignment(node) &&
    node.name.getText() === 'code' &&
    ts.isCallExpression(node.parent.parent) &&
    node.parent.parent.expression.getText() === 'takeClaim'
  );
}
