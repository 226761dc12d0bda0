import fc from 'fast-check';
import { hostMoves, receiversOf, type HostFacts } from '../../../cli/hosts/host-moves';
import { sharedHosts } from '../../../operations/routes/hosts-of-stacks';

type Hosts = Readonly<Record<string, readonly string[]>>;

function facts(declared: Hosts, deployed: Hosts, more: Partial<HostFacts> = {}): HostFacts {
  return {
    declared: new Map(Object.entries(declared)),
    deployed: new Map(Object.entries(deployed)),
    applied: Object.keys(declared),
    removesUndeclared: false,
    ...more,
  };
}

describe('hostMoves', () => {
  test('what stays where it is moves nowhere', () => {
    expect(hostMoves(facts({ platform: [], a: ['x'] }, { platform: [], a: ['x'] }))).toEqual([]);
  });

  test('a host goes to the tenant that declares it, after which the other one is applied', () => {
    const moves = hostMoves(facts({ a: [], b: ['x'] }, { a: ['x'], b: [] }));
    expect(moves).toEqual([{ host: 'x', from: 'a', to: 'b' }]);
    expect(receiversOf(moves, 'a')).toEqual(['b']);
    expect(receiversOf(moves, 'b')).toEqual([]);
  });

  test('a tenant that is not applied would keep the host', () => {
    expect(() => hostMoves(facts({ platform: [], a: [], b: ['x'] }, { a: ['x'] }, { applied: ['platform', 'b'] }))).toThrow(
      'HostBorneElsewhere: x is declared for b and still deployed for a: both would answer; deploy them together: npx appengine up --only a b',
    );
  });

  test('so would one that is no longer declared, unless it is removed', () => {
    const renamed = facts({ neu: ['x'] }, { old: ['x'] });
    expect(() => hostMoves(renamed)).toThrow(
      'HostBorneElsewhere: x is declared for neu and still deployed for old: both would answer; old is no longer declared, remove it in the same run: npx appengine up --remove-undeclared',
    );
    expect(hostMoves({ ...renamed, removesUndeclared: true })).toEqual([{ host: 'x', from: 'old', to: 'neu' }]);
  });

  test('a run that is not about the host is not refused', () => {
    expect(hostMoves(facts({ a: [], b: ['x'], c: ['y'] }, { a: ['x'] }, { applied: ['c'] }))).toEqual([]);
  });

  test.each<[string, Hosts, Hosts]>([
    ['two', { a: ['y'], b: ['x'] }, { a: ['x'], b: ['y'] }],
    ['three', { a: ['z'], b: ['x'], c: ['y'] }, { a: ['x'], b: ['y'], c: ['z'] }],
  ])('an exchange among %s has no order', (_, declared, deployed) => {
    expect(() => hostMoves(facts(declared, deployed))).toThrow(/^HostsSwapped: a and b.* exchange hosts .*take one host out/);
  });

  test('a chain has one', () => {
    const moves = hostMoves(facts({ a: [], b: ['x'], c: ['y'] }, { a: ['x'], b: ['y'], c: [] }));
    expect([receiversOf(moves, 'a'), receiversOf(moves, 'b'), receiversOf(moves, 'c')]).toEqual([['b'], ['c'], []]);
  });

  test('afterwards, in the order of the moves, nobody shares a host', () => {
    const stacks = ['a', 'b', 'c', 'd'];
    const placement = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.constantFrom(...stacks));
    const byStack = (places: Readonly<Record<string, string>>): Hosts =>
      Object.fromEntries(stacks.map((stack) => [stack, Object.keys(places).filter((host) => places[host] === stack)]));
    fc.assert(
      fc.property(placement, placement, fc.subarray(stacks), (deployed, declared, applied) => {
        const before = facts(byStack(declared), byStack(deployed), { applied });
        try {
          hostMoves(before);
        } catch {
          return;
        }
        const after = new Map(
          stacks.map((stack) => [stack, (applied.includes(stack) ? before.declared : before.deployed).get(stack) ?? []]),
        );
        expect(sharedHosts(after)).toEqual(new Map());
      }),
    );
  });
});
