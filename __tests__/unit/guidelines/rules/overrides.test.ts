import { Container } from '../../../../constructs/cdktf/bindings';
import { Hardening } from '../../../../guidelines';
import { tenant } from '../../../fixture/tenant';
import { GOOD_CONTAINER, said } from '../terraform';
import { CASES, type Case } from './cases';

const containerCases = Object.entries(CASES).filter(([, { type }]) => type === undefined);

describe.each(containerCases)('%s sees an override of a raw container', (id, { bad, open }) => {
  test.each<Case>([...bad, ...open])('%j', (changes, ...expected) => {
    const stack = tenant();
    const container = new Container(stack, 'Raw', { name: 'raw', image: 'raw' });
    for (const [name, value] of Object.entries({ ...GOOD_CONTAINER, ...changes })) container.addOverride(name, value);
    const report = Hardening.of(stack).report();

    expect(said({ ...report, rows: report.rows.filter(({ path }) => path === 'acme/Raw') }, id)).toEqual(expected);
  });
});
