/** Which sockets a container needs. */
export interface NetworkNeeds {
  /** True if it listens on a port or is in a network. */
  readonly isNetworked: boolean;
  /** True if it asks the kernel for addresses and routes. */
  readonly hasNetlink: boolean;
  /** Names such as `CAP_NET_RAW`. */
  readonly capabilities: readonly string[];
}

/** Kinds of sockets that no app needs, and that bugs of the kernel were reached by. */
const REFUSED = ['packet', 'alg', 'vsock', 'bluetooth', 'key', 'can', 'tipc', 'xdp'];

export function networkRules({ isNetworked, hasNetlink, capabilities }: NetworkNeeds): readonly string[] {
  const raw = ['inet raw', 'inet6 raw'];
  const isRaw = capabilities.includes('CAP_NET_RAW');
  const allowed = [
    ...['unix stream', 'unix dgram'],
    ...(isNetworked ? ['inet stream', 'inet dgram', 'inet6 stream', 'inet6 dgram'] : []),
    ...(hasNetlink ? ['netlink raw'] : []),
    ...(isRaw ? raw : []),
  ];
  return [
    ...allowed.map((kind) => `network ${kind},`),
    // Kernels that tell Unix sockets apart by their peers ask for rules of their own.
    ...['stream', 'dgram'].map((type) => `unix type=${type},`),
    // Without a word in the log: every lookup of a name asks, and does without an answer.
    ...(hasNetlink ? [] : ['deny network netlink,']),
    ...[...(isRaw ? [] : raw), ...REFUSED].map((kind) => `audit deny network ${kind},`),
  ];
}
