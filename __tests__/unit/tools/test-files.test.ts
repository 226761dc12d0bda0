import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AddressPlan } from '../../../constructs';
import { packageRoot } from '../../../constructs/package-root';
import { ENGINES } from '../../../tools/engines/engines';
import { IN_TURN, ON_ENGINES, SLICES } from '../../../tools/test/slices';
import { below, testFiles } from '../../../tools/test/test-files';

const LONGEST_MINUTES = 40;

interface Row {
  /** Below `__tests__`; undefined for what is no single file. */
  readonly file: string | undefined;
  readonly runs: string;
  readonly minutes: number;
}

/** The table of CONTRIBUTING.md. */
const rows: readonly Row[] = readFileSync(join(packageRoot(), 'CONTRIBUTING.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, , runs = '']) => ['first', 'alone', 'together', 'in full'].includes(runs))
  .map(([, file = '', runs = '', minutes]) => ({ file: /^`(.*)`$/.exec(file)?.[1], runs, minutes: Number(minutes) }));

function named(runs: string): readonly string[] {
  return rows.filter((row) => row.runs === runs).flatMap(({ file }) => file ?? []);
}

test('every test file that needs an engine is in the table, and runs as it says', () => {
  const { alone, together, bySlice } = testFiles(packageRoot());
  expect(alone).toEqual(named('alone'));
  expect([...named('together'), ...bySlice]).toEqual(expect.arrayContaining([...together]));
  expect(named('in full')).toEqual([...bySlice, ...below(packageRoot(), 'vm')]);
  expect(IN_TURN.flatMap(({ inFull = [] }) => inFull)).toEqual(expect.arrayContaining([...bySlice]));
});

test('what takes long begins first', () => {
  const minutes = testFiles(packageRoot()).together.flatMap(
    (file) => rows.find((row) => row.file === file && row.runs === 'together')?.minutes ?? [],
  );
  const shortest = Math.min(...minutes.slice(0, 12));
  for (const later of minutes.slice(12)) expect(later).toBeLessThanOrEqual(shortest);
});

test('all files together take no longer than they may', () => {
  const minutes = (runs: string): number => rows.filter((row) => row.runs === runs).reduce((sum, row) => sum + row.minutes, 0);
  expect(minutes('first') + minutes('alone') + minutes('together') / 2).toBeLessThanOrEqual(LONGEST_MINUTES);
});

test('instances of tests that run at the same time have addresses of their own', () => {
  const NAMED = /(?:fixture|deployed|examples)\('([a-z]+)'|INSTANCE = '([a-z]+)'/g;
  const files = ['live', 'attack', 'browser'].flatMap((kind) => below(packageRoot(), kind));
  const names = files.flatMap((file) => {
    const text = readFileSync(join(packageRoot(), '__tests__', `${file}.test.ts`), 'utf8');
    return [...text.matchAll(NAMED)].flatMap(([, one, other]) => one ?? other ?? []);
  });
  expect(names.length).toBeGreaterThan(12);
  const plans = [...new Set([...names, 'attack', 'liveinit', 'livecdktf'])].map((name) => new AddressPlan(name));
  for (const subnets of [plans.map((plan) => plan.operations()), plans.map((plan) => plan.ingress()), plans.map((plan) => plan.public())]) {
    const cidrs = subnets.map(({ cidr }) => cidr);
    expect(cidrs).toEqual([...new Set(cidrs)]);
  }
});

test('a slice runs files of the table in full', () => {
  const files = rows.flatMap(({ file }) => file ?? []);
  for (const { inFull = [] } of SLICES) expect(files).toEqual(expect.arrayContaining([...inFull]));
});

test('every other engine has a slice, which runs files of the table', () => {
  expect(SLICES.flatMap(({ engine = [] }) => engine)).toEqual(ENGINES.map(({ name }) => name));
  expect(rows.flatMap(({ file }) => file ?? [])).toEqual(expect.arrayContaining([...ON_ENGINES]));
});

test('every rule is changed in one of the slices', () => {
  const patterns = SLICES.flatMap(({ mutate = [] }) => mutate);
  const numbers = Array.from({ length: 17 }, (_, index) => String(index + 1).padStart(2, '0'));
  for (const number of numbers) {
    const matching = patterns.filter((pattern) =>
      new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(`guidelines/rules/${number}.1-x.ts`),
    );
    expect({ number, slices: matching.length }).toEqual({ number, slices: 1 });
  }
});
