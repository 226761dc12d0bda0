import { gatewayCases } from '../fixture/gateway-cases';

const cases = gatewayCases();
const plain = new Set(linesOf('plain'));

/** All lines of a case's files, without the names that differ in every case. */
function linesOf(name: string): readonly string[] {
  return [...(cases.get(name) ?? [])].flatMap(([file, content]) =>
    content.split('\n').map((line) => `${file}: ${line.trim().replaceAll(/\b(r?)[0-9a-f]{8}\b/g, '$1<hash>')}`),
  );
}

test.each([...cases.keys()].filter((name) => name !== 'plain'))('what the gateway is told about: %s', (name) => {
  expect(linesOf(name).filter((line) => !plain.has(line))).toMatchSnapshot();
});
