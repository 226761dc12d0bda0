import fc from 'fast-check';
import { parseServers } from '../../../../operations/engine/gateway-servers';

const COLUMNS =
  '# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status';

describe('parseServers', () => {
  test('reads name, address and state of every server', () => {
    const answer = ['1', COLUMNS, '2 shop 1 x-shop-1 10.64.0.5 2 0 1 1 3 6', '2 shop 2 x-shop-2 - 0 32 1 1 2 8', ''].join('\n');
    expect(parseServers(answer)).toEqual([
      { backend: 'shop', server: 'x-shop-1', address: '10.64.0.5', isUp: true },
      { backend: 'shop', server: 'x-shop-2', address: undefined, isUp: false },
    ]);
  });

  test('a server in its slow start gets requests, one that drains gets none', () => {
    const answer = ['1', COLUMNS, '2 shop 1 starts 10.64.0.5 1 0', '2 shop 2 drains 10.64.0.6 3 8'].join('\n');
    expect(parseServers(answer).map(({ isUp }) => isUp)).toEqual([true, false]);
  });

  test('takes columns by name, in any order and with new ones', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'be_name', 'srv_name', 'srv_addr', 'srv_op_state', 'b'], { minLength: 6 }), (columns) => {
        const values: Record<string, string> = { be_name: 'shop', srv_name: 's', srv_addr: '10.0.0.1', srv_op_state: '2' };
        const answer = `1\n# be_id ${columns.join(' ')}\n2 ${columns.map((column) => values[column] ?? '0').join(' ')}\n`;
        expect(parseServers(answer)).toEqual([{ backend: 'shop', server: 's', address: '10.0.0.1', isUp: true }]);
      }),
    );
  });

  test.each(['', '\n', 'Unknown command.\n', '1\n'])('finds none in %j', (answer) => {
    expect(parseServers(answer)).toEqual([]);
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (answer) => Array.isArray(parseServers(answer))));
  });
});
