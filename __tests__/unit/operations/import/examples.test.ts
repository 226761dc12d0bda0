import { AppEngineError } from '../../../../constructs';
import { deploysAtOnce } from '../../../../operations/import/plan/tenant-plan';
import { problemsOf } from '../../docs/compiler';
import { readPage } from '../../docs/pages';
import { completed, examples, imported, registriesOf, synthesized, type Imported } from './examples';

/** Values that stand in the examples, and that are nowhere else afterwards. */
const SECRETS =
  /Blog-Pa55word|Dj4ngo-database|dj4ngo\+insecure|Ra1ls-database|9f2c7be04d1a8e66|M0ngo-root|G1tea-database|Graf4na-admin|Qu3ue-broker|F1les-secret|zzzzzzz|shop-t0ken/;

const environment = process.env;
let all: readonly Imported[] = [];

beforeAll(async () => {
  all = await Promise.all(examples.map(imported));
});

afterEach(() => {
  process.env = environment;
});

function of(example: string): Imported {
  const found = all.find((one) => one.example === example);
  if (found === undefined) throw new TypeError(example);
  return found;
}

/** Code of the first error of a synth, of a platform that offers what is used. */
function firstError({ example, text, plan }: Imported): string | undefined {
  try {
    synthesized(example, text, { registries: registriesOf(plan) });
    return undefined;
  } catch (error) {
    if (error instanceof AppEngineError) return error.code;
    return /SDG-[\d.]+/.exec(String(error))?.[0] ?? String(error);
  }
}

test('there are more than ten, in four formats', () => {
  expect(examples.length).toBeGreaterThan(12);
  expect(new Set(all.map(({ plan }) => plan.format))).toEqual(new Set(['Compose', 'Kamal', 'Procfile and app.json']));
});

test('every tenant passes the compiler', () => {
  expect(problemsOf(Object.fromEntries(all.map(({ example, text }) => [`tenants/imported-${example}.ts`, text])))).toEqual([]);
});

test.each(examples)('%s: no secret is in the tenant or in what is said about it', (example) => {
  const { text, plan } = of(example);

  expect(text).not.toMatch(SECRETS);
  expect(JSON.stringify(plan.services)).not.toMatch(SECRETS);
});

test.each(examples)('%s: no service and no remark is without a place in the file', (example) => {
  const { plan } = of(example);

  for (const { name, remarks } of plan.services) {
    expect(name).not.toBe('');
    for (const { position, text } of remarks) {
      expect({ text, position }).toEqual({
        text,
        position: { file: expect.stringMatching(/./), line: expect.any(Number), column: expect.any(Number) },
      });
      expect(text).toMatch(/^\S.{5,}$/);
    }
  }
});

test.each(examples)('%s: what needs nothing more synthesizes, and the rest does once "To do" is done', (example) => {
  const one = of(example);
  if (one.plan.services.every(deploysAtOnce)) expect(firstError(one)).toBeUndefined();
  const { text, project, environment: variables } = completed(one);
  process.env = { ...environment, ...variables };

  const template = synthesized(example, text, project);

  expect(template.resources.filter(({ type }) => type === 'docker_container').length).toBeGreaterThanOrEqual(
    one.plan.services.filter(({ becomes }) => becomes !== undefined).length,
  );
});

test('the tenant of docs/import.md is what is written', () => {
  expect(readPage('docs/import.md')).toContain(of('go-postgres').text);
});

test('the table of docs/import.md says so', () => {
  const rows = all.map((one) => {
    const { example, file, plan } = one;
    const carried = plan.services.filter(({ becomes }) => becomes !== undefined);
    const ready = plan.services.filter(deploysAtOnce).map(({ name }) => name);
    const out = plan.services.filter(({ becomes }) => becomes === undefined).map(({ name }) => name);
    const left = new Set(
      carried.flatMap(({ remarks }) => remarks.flatMap(({ kind, key }) => (kind === 'todo' ? [key.split('.')[0]] : []))),
    );
    const list = (names: Iterable<string | undefined>): string => [...names].join(', ') || '–';
    return [
      `\`${example}/${file}\``,
      `${String(ready.length)} of ${String(carried.length)}: ${list(ready)}`,
      list(out),
      list(left),
      firstError(one) ?? 'passes',
    ];
  });
  const table = readPage('docs/import.md')
    .split('\n')
    .filter((line) => line.startsWith('| `') && / \d+ of \d+: /.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  expect(table).toEqual(rows);
});
