import type { Rule, Severity } from '../../../../guidelines';
import { RULES } from '../../../../guidelines/rules';

/** The severity decides what stops a synth, so each one is written down a second time: changing it is a breaking change. */
const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: '02.1 05.1 05.5 08.3 10.1 10.5 13.1 14.2',
  high: '01.2 01.3 02.2 02.4 02.5 04.1 04.2 04.3 05.2 05.4 06.4 07.1 08.1 09.3 09.6 10.3 10.6 10.7 11.1 12.1 12.2 13.2 13.3 14.1 14.3 15.1 15.3 15.4 15.6 17.1 17.3',
  medium:
    '01.1 01.4 01.5 02.3 02.6 02.7 02.8 02.9 03.1 03.2 03.3 05.3 05.6 06.1 06.3 06.7 07.2 08.2 09.1 09.4 10.2 10.4 10.8 11.2 11.4 12.3 14.4 15.2 15.5 15.7 16.1 17.2 17.4',
  low: '03.4 06.2 06.5 06.6 06.8 07.3 08.4 09.2 09.5 11.3 14.5 15.8 16.2 17.5',
};

function ids(isSuch: (rule: Rule) => boolean): string {
  return RULES.filter(isSuch)
    .map(({ id }) => id.slice('SDG-'.length))
    .join(' ');
}

test.each(Object.entries(SEVERITIES))('%s', (severity, expected) => {
  expect(ids((rule) => rule.severity === severity)).toBe(expected);
});

test('nobody can waive these', () => {
  expect(ids(({ unwaivable }) => unwaivable === true)).toBe('02.1 05.1 05.5 17.3');
});

test('only a running engine can tell these', () => {
  expect(ids(({ surfaces }) => surfaces?.join() === 'live')).toBe('06.4 07.3 17.1 17.2');
  expect(ids(({ surfaces }) => surfaces !== undefined)).toBe('06.4 07.3 17.1 17.2');
});

test('waivers are judged by no rule of resources', () => {
  expect(ids(({ appliesTo }) => appliesTo.length === 0)).toBe('17.3');
});
