import { GUIDELINES, RULES } from '../../../guidelines';
import { ATTACK_IDS, ATTACKS } from '../../attack/attacks';

test.each(GUIDELINES.map(({ number, slug }) => [number, slug] as const))('guideline %i, %s, has an attack that proves it', (number) => {
  expect(ATTACK_IDS.filter((id) => ATTACKS[id].guideline === number)).not.toEqual([]);
});

test.each(ATTACK_IDS)('%s proves rules that exist', (id) => {
  const known = RULES.map((rule) => rule.id);

  expect(ATTACKS[id].rules.filter((rule) => !known.includes(rule))).toEqual([]);
});

test('attacks are in the order of the guidelines', () => {
  const numbers = ATTACK_IDS.map((id) => ATTACKS[id].guideline);

  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});
