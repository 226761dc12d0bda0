import { AppEngineError } from '../../constructs/errors';
import type { HostsByStack } from '../../operations/routes/hosts-of-stacks';

/** A host that leads to one tenant, and will lead to another. */
export interface HostMove {
  readonly host: string;
  /** Stack whose gateway bears it now. */
  readonly from: string;
  /** Stack that declares it. */
  readonly to: string;
}

/** Changes of hosts by a run. */
export interface HostFacts {
  /** Of every stack that the program declares. */
  readonly declared: HostsByStack;
  /** Of every stack that has a state. */
  readonly deployed: HostsByStack;
  /** Names of the stacks that are applied. */
  readonly applied: readonly string[];
  /** Stacks that are deployed but no longer declared are removed after the others. */
  readonly removesUndeclared: boolean;
}

/**
 * Hosts that go from one stack to another in this run, sorted. Routing is by network alias: a host that two gateways bear is answered by both in turn.
 * @throws AppEngineError HostBorneElsewhere where the other stack would keep the host, HostsSwapped where no order is right
 */
export function hostMoves({ declared, deployed, applied, removesUndeclared }: HostFacts): readonly HostMove[] {
  const moves = applied
    .flatMap((to) => (declared.get(to) ?? []).flatMap((host) => bearersOf(deployed, host, to).map((from) => ({ host, from, to }))))
    .sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : 0));
  const kept = moves.filter(({ from }) => (declared.has(from) ? !applied.includes(from) : !removesUndeclared));
  if (kept.length > 0) throw new AppEngineError('HostBorneElsewhere', kept.map((move) => refusalOf(move, declared, applied)).join('\n'));
  const circle = circleOf(moves);
  if (circle.length > 0) {
    const all = moves.filter(({ from, to }) => circle.includes(from) && circle.includes(to));
    const list = all.map(({ host, from, to }) => `${host} from ${from} to ${to}`).join(', ');
    throw new AppEngineError(
      'HostsSwapped',
      `${circle.join(' and ')} exchange hosts (${list}), and in any order two of them would answer for one host; take one host out of its tenant, run \`npx appengine up\`, then give it to the other one`,
    );
  }
  return moves;
}

/** Names of the stacks that have to be applied before each stack that gives a host away. */
export function receiversOf(moves: readonly HostMove[], from: string): readonly string[] {
  return [...new Set(moves.filter((move) => move.from === from).map(({ to }) => to))].sort();
}

/** `shop.example.com moves from acme to globex`. */
export function describeMove({ host, from, to }: HostMove): string {
  return `${host} moves from ${from} to ${to}`;
}

function bearersOf(deployed: HostsByStack, host: string, except: string): readonly string[] {
  return [...deployed].filter(([stack, hosts]) => stack !== except && hosts.includes(host)).map(([stack]) => stack);
}

function refusalOf({ host, from, to }: HostMove, declared: HostsByStack, applied: readonly string[]): string {
  const both = `${host} is declared for ${to} and still deployed for ${from}: both would answer`;
  if (declared.has(from)) {
    const named = [...new Set([...applied.filter((stack) => (declared.get(stack) ?? []).length > 0), from])].sort();
    return `${both}; deploy them together: npx appengine up --only ${named.join(' ')}`;
  }
  return `${both}; ${from} is no longer declared, remove it in the same run: npx appengine up --remove-undeclared`;
}

/** Stacks of which each gives a host to the next one, sorted; empty if there are none. */
function circleOf(moves: readonly HostMove[]): readonly string[] {
  const reachable = (start: string): ReadonlySet<string> => {
    const seen = new Set(receiversOf(moves, start));
    // A set's iterator also visits what is added on the way.
    for (const stack of seen) for (const next of receiversOf(moves, stack)) seen.add(next);
    return seen;
  };
  const givers = [...new Set(moves.map(({ from }) => from))].sort();
  const first = givers.find((stack) => reachable(stack).has(stack));
  if (first === undefined) return [];
  return givers.filter((stack) => reachable(first).has(stack) && reachable(stack).has(first));
}
