import { renderJson } from '../../../../guidelines';
import { AUDIT } from './audit';

test('every row of every surface, what its rule says, and what was not looked at', () => {
  const parsed = JSON.parse(renderJson(AUDIT)) as { surfaces: { surface: string; counts: object; rows: object[] }[] };

  expect(parsed).toMatchObject({
    unreached: [{ surface: 'live', reason: 'no engine answers' }],
    rules: expect.arrayContaining([expect.objectContaining({ id: 'SDG-10.6', guideline: 10, waivable: true })]),
  });
  expect(parsed.surfaces.map(({ surface }) => surface)).toEqual(['synth', 'plan']);
  expect(parsed.surfaces.map(({ counts }) => counts)).toEqual(AUDIT.reports.map(({ counts }) => counts));
  expect(parsed.surfaces[0]?.rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ rule: 'SDG-10.6', status: 'waived', address: 'docker_container.x' }),
      expect.objectContaining({ rule: 'SDG-10.7', status: 'pass' }),
    ]),
  );
});

test('keys of earlier versions are beside their new names', () => {
  const { rules, ...parsed } = JSON.parse(renderJson(AUDIT)) as { rules: Record<string, unknown>[]; skipped: unknown; unreached: unknown };

  expect(parsed.unreached).toEqual(parsed.skipped);
  for (const { impact, remediation, opens, fix } of rules) expect({ opens, fix }).toEqual({ opens: impact, fix: remediation });
});

test('the counts are of all rows', () => {
  for (const { counts, rows } of AUDIT.reports) {
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(rows.length);
  }
});
