import ipaddr from 'ipaddr.js';

/** A bridge of the host with the network of containers behind it. */
export interface Bridge {
  /** Of its interface, such as `docker0`. */
  readonly name: string;
  /** Such as `172.17.0.0/16`. */
  readonly subnet: string;
}

/** How many of the new connections that come from a bridge a rule is about. */
type Match = 'all' | 'none' | 'some';

/** Effect of a rule's option on the packets in question. */
type Condition = (option: string, value: string, bridge: Bridge) => Match;

interface Rule {
  readonly words: readonly string[];
  readonly target: string;
}

/** Chains by their names, as `iptables -S` prints them. */
interface Chains {
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  readonly dropsByDefault: boolean;
}

/**
 * True if the host's firewall drops every new connection that a container makes to an address of the host. A rule that may let one through counts as
 * letting it through.
 * @param listing what `iptables -S` prints
 */
export function isGuarded(listing: string, bridges: readonly Bridge[]): boolean {
  const chains = chainsOf(listing);
  return bridges.every((bridge) => drops(chains, 'INPUT', bridge, fromBridge) ?? chains.dropsByDefault);
}

/**
 * True if the table `raw` drops everything that comes from elsewhere and is for an address behind a bridge. A rule that may let it through counts as letting it
 * through.
 * @param listing what `iptables -t raw -S` prints
 */
export function isRoutedDropped(listing: string, bridges: readonly Bridge[]): boolean {
  const chains = chainsOf(listing);
  return bridges.every((bridge) => drops(chains, 'PREROUTING', bridge, fromElsewhere) === true);
}

function chainsOf(listing: string): Chains {
  const rules = new Map<string, Rule[]>();
  let dropsByDefault = false;
  for (const line of listing.split('\n')) {
    const [command, chain = '', ...words] = line.match(/"[^"]*"|\S+/g) ?? [];
    if (command === '-P' && chain === 'INPUT') dropsByDefault = words[0] === 'DROP';
    if (command !== '-A') continue;
    const jump = words.findIndex((word) => word === '-j' || word === '-g');
    const target = jump < 0 ? '' : (words[jump + 1] ?? '');
    rules.set(chain, [...(rules.get(chain) ?? []), { words: jump < 0 ? words : words.slice(0, jump), target }]);
  }
  return { rules, dropsByDefault };
}

/** True if all are dropped, false if some may pass, undefined if the chain leaves it to the one that called it. */
function drops(chains: Chains, chain: string, bridge: Bridge, condition: Condition): boolean | undefined {
  for (const { words, target } of chains.rules.get(chain) ?? []) {
    const match = matches(words, bridge, condition);
    if (match === 'none') continue;
    if (target === 'ACCEPT') return false;
    if (target === 'RETURN') return undefined;
    const isDropped =
      target === 'DROP' || target === 'REJECT' ? true : chains.rules.has(target) ? drops(chains, target, bridge, condition) : undefined;
    if (isDropped === false) return false;
    if (isDropped === true && match === 'all') return true;
  }
  return undefined;
}

/** Of the conditions of a rule the narrowest counts. */
function matches(words: readonly string[], bridge: Bridge, condition: Condition): Match {
  const found = new Set<Match>();
  for (let index = 0; index < words.length; index += 2) {
    const isNegated = words[index] === '!';
    if (isNegated) index++;
    const match = condition(words[index] ?? '', words[index + 1] ?? '', bridge);
    found.add(isNegated ? NEGATED[match] : match);
  }
  return found.has('none') ? 'none' : found.has('some') ? 'some' : 'all';
}

const NEGATED: Readonly<Record<Match, Match>> = { all: 'none', none: 'all', some: 'some' };

/** Of a new connection that comes from a bridge, for the host itself. */
function fromBridge(option: string, value: string, { name, subnet }: Bridge): Match {
  if (option === '-i') return (value.endsWith('+') ? name.startsWith(value.slice(0, -1)) : name === value) ? 'all' : 'none';
  if (option === '-s') return inSubnet(value, subnet);
  if (option === '--ctstate' || option === '--state') return value.split(',').includes('NEW') ? 'all' : 'none';
  // Names of modules, remarks, and that the connection is for the host itself, which is so in this chain.
  if (option === '-m' || option === '--comment' || (option === '--dst-type' && value === 'LOCAL')) return 'all';
  return 'some';
}

/** The host's own, and bridges of engines, as rules name them. */
const LOCAL_INTERFACES = ['lo', 'docker0', 'br-+', 'podman+', 'cni-podman+'];

/** Of what comes by an interface that is neither the host's own nor a bridge of the engine, for an address behind a bridge. */
function fromElsewhere(option: string, value: string, { name, subnet }: Bridge): Match {
  if (option === '-i') return value === name || LOCAL_INTERFACES.includes(value) ? 'none' : 'some';
  if (option === '-d') return inSubnet(value, subnet);
  if (option === '--dst-type') return value === 'LOCAL' ? 'none' : 'some';
  return option === '-m' || option === '--comment' ? 'all' : 'some';
}

function inSubnet(source: string, subnet: string): Match {
  const [outer, outerBits] = ipaddr.parseCIDR(source);
  const [inner, innerBits] = ipaddr.parseCIDR(subnet);
  if (outer.kind() !== inner.kind()) return 'none';
  if (outerBits <= innerBits) return inner.match(outer, outerBits) ? 'all' : 'none';
  return outer.match(inner, innerBits) ? 'some' : 'none';
}
