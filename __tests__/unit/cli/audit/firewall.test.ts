import { isGuarded, isRoutedDropped, type Bridge } from '../../../../cli/audit/host/firewall';

const BRIDGES: readonly Bridge[] = [
  { name: 'docker0', subnet: '10.120.0.0/24' },
  { name: 'br-0123456789ab', subnet: '10.64.0.0/26' },
];

function guarded(...rules: readonly string[]): boolean {
  return isGuarded(['-P INPUT ACCEPT', '-P FORWARD DROP', ...rules].join('\n'), BRIDGES);
}

const GUARD = [
  '-N APPENGINE-GUARD',
  '-A INPUT -j APPENGINE-GUARD',
  '-A APPENGINE-GUARD -s 10.64.0.0/10 -i docker0 -m conntrack --ctstate NEW -j DROP',
  '-A APPENGINE-GUARD -s 10.64.0.0/10 -i br-+ -m conntrack --ctstate NEW -j DROP',
];

test.each<readonly [string, readonly string[]]>([
  ['the guard of the embedded engine', GUARD],
  ['answers pass, all else is dropped', ['-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT', '-A INPUT -j DROP']],
  ['the policy of the chain', ['-P INPUT DROP', '-A INPUT -i lo -j ACCEPT']],
  ['by source alone', ['-A INPUT -s 10.0.0.0/8 -j REJECT --reject-with icmp-port-unreachable']],
  ['with a remark that has spaces', ['-A INPUT -m comment --comment "no -j ACCEPT for bridges" -j DROP']],
  ['other interfaces may do what they want', ['-A INPUT -i eth0 -j ACCEPT', ...GUARD]],
  ['others than the bridges may', ['-A INPUT ! -i br-+ -s 192.168.0.0/16 -j ACCEPT', ...GUARD]],
  ['another chain that leaves it to its caller', ['-A INPUT -j LOGGED', '-A LOGGED -j LOG', '-A LOGGED -p tcp -j RETURN', ...GUARD]],
])('%s is a guard', (_, rules) => {
  expect(guarded(...rules)).toBe(true);
});

test.each<readonly [string, readonly string[]]>([
  ['nothing', []],
  ['one bridge without it', GUARD.slice(0, 3)],
  ['a chain that nobody calls', GUARD.filter((rule) => !rule.startsWith('-A INPUT'))],
  ['a port that is open to all', ['-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT', ...GUARD]],
  ['a bridge that is let in', ['-A INPUT -i br-0123456789ab -j ACCEPT', ...GUARD]],
  ['a part of the network that is let in', ['-A INPUT -s 10.64.0.5/32 -j ACCEPT', ...GUARD]],
  ['only tcp', ['-A INPUT -i br-+ -p tcp -j DROP', '-A INPUT -i docker0 -p tcp -j DROP']],
  ['only what is established', ['-A INPUT -m conntrack --ctstate ESTABLISHED -j DROP']],
  ['a part of the network', ['-A INPUT -s 10.64.0.0/27 -j DROP', '-A INPUT -i docker0 -j DROP']],
  ['others than the bridges', ['-A INPUT ! -s 10.0.0.0/8 -j DROP']],
  ['a chain that accepts first', ['-A INPUT -j EARLY', '-A EARLY -p udp -j ACCEPT', ...GUARD]],
  ['a chain of another table', ['-A FORWARD -j DROP']],
])('%s is no guard', (_, rules) => {
  expect(guarded(...rules)).toBe(false);
});

test('IPv6 is judged by its own rules', () => {
  const bridges = [{ name: 'br-0123456789ab', subnet: 'fd00:1::/64' }];
  expect(isGuarded('-P INPUT ACCEPT\n-A INPUT -s fd00::/8 -j DROP', bridges)).toBe(true);
  expect(isGuarded('-P INPUT ACCEPT\n-A INPUT -s 10.0.0.0/8 -j DROP', bridges)).toBe(false);
});

/** What the embedded engine's guard looks like in the table `raw`. */
const RAW_GUARD = [
  '-A PREROUTING -j APPENGINE-GUARD',
  ...['lo', 'docker0', 'br-+', 'podman+', 'cni-podman+'].map((own) => `-A APPENGINE-GUARD -i ${own} -j RETURN`),
  '-A APPENGINE-GUARD -d 10.64.0.0/10 -m addrtype ! --dst-type LOCAL -j DROP',
];

function drops(...rules: readonly string[]): boolean {
  return isRoutedDropped(['-P PREROUTING ACCEPT', '-P OUTPUT ACCEPT', ...rules].join('\n'), BRIDGES);
}

test.each<readonly [string, readonly string[]]>([
  ['a rule for all networks', ['-A PREROUTING ! -i docker0 -d 10.0.0.0/8 -j DROP']],
  [
    'a rule for each',
    ['-A PREROUTING -d 10.120.0.0/24 ! -i docker0 -j DROP', '-A PREROUTING -d 10.64.0.0/26 ! -i br-0123456789ab -j DROP'],
  ],
  ['what is let through from the host itself', ['-A PREROUTING -i lo -j ACCEPT', '-A PREROUTING -d 10.0.0.0/8 -j DROP']],
])('%s drops what is routed to containers', (_, rules) => {
  expect(drops(...rules)).toBe(true);
});

test.each<readonly [string, readonly string[]]>([
  ['nothing', []],
  ['one network without it', ['-A PREROUTING -d 10.64.0.0/26 -j DROP']],
  ['one interface', ['-A PREROUTING -i eth0 -d 10.0.0.0/8 -j DROP']],
  ['a part of a network', ['-A PREROUTING -d 10.64.0.0/27 -j DROP', '-A PREROUTING -d 10.120.0.0/24 -j DROP']],
  ['a neighbour that is let through', ['-A PREROUTING -s 192.0.2.7/32 -j ACCEPT', '-A PREROUTING -d 10.0.0.0/8 -j DROP']],
  ['addresses of the host', ['-A PREROUTING -d 10.0.0.0/8 -m addrtype --dst-type LOCAL -j DROP']],
  ['a chain that nobody calls', RAW_GUARD.slice(1)],
])('%s does not', (_, rules) => {
  expect(drops(...rules)).toBe(false);
});

test('the guard of the embedded engine drops what is routed to its containers', () => {
  expect(drops(...RAW_GUARD)).toBe(true);
});
