import ipaddr from 'ipaddr.js';

/** True where a port bound to it can be reached on one interface alone. Brackets are as good as none; a wildcard and a name are not one address. */
export function isOneAddress(text: string | undefined): boolean {
  const address = (text ?? '').trim().replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(address) && ipaddr.process(address).range() !== 'unspecified';
}

/** True where only the host itself can reach it. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  return address === 'localhost' || (ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback');
}

/** The host of `host:port`, `[::1]:5000`, or an address alone. */
export function hostOf(text: string): string {
  return /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(text)?.[1] ?? text;
}

/** True where only the host itself has addresses of the network, such as `127.0.0.0/8`, or is what `host:port` names. */
export function isLoopbackNetwork(text: string): boolean {
  if (!ipaddr.isValidCIDR(text)) return isLoopback(hostOf(text));
  const [address, bits] = ipaddr.parseCIDR(text);
  return address.range() === 'loopback' && bits >= (address.kind() === 'ipv4' ? 8 : 128);
}
