import { Container } from '../../../../constructs/cdktf/bindings';
import { Hardening } from '../../../../guidelines/cdktf';
import { tenant } from '../../../fixture/tenant';
import type { ConfigurationCase } from '../../../../guidelines/cases/cases';
import { GOOD_CONTAINER } from '../../../../guidelines/cases/configuration';
import { resultsOf } from '../../../../guidelines/cases/report';
import { CASES } from '../../../../guidelines/rules/index.cases';

const containerCases = Object.entries(CASES).flatMap(([id, { configuration }]) =>
  configuration === undefined || configuration.type !== undefined ? [] : [[id, configuration] as const],
);

describe.each(containerCases)('%s sees an override of a raw container', (id, { bad, open }) => {
  test.each<ConfigurationCase>([...bad, ...open])('%j', (changes, ...expected) => {
    const stack = tenant();
    const container = new Container(stack, 'Raw', { name: 'raw', image: 'raw' });
    for (const [name, value] of Object.entries({ ...GOOD_CONTAINER, ...changes })) container.addOverride(name, value);
    const report = Hardening.of(stack).report();

    expect(resultsOf({ ...report, rows: report.rows.filter(({ path }) => path === 'acme/Raw') }, id)).toEqual(expected);
  });
});
