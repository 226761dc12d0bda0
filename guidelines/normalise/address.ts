import ipaddr from 'ipaddr.js';

/** Whether a port bound to it can be reached on one interface alone. Brackets are as good as none; a wildcard and a name are not one address. */
export function isOneAddress(text: string | undefined): boolean {
  const address = (text ?? '').trim().replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(address) && ipaddr.process(address).range() !== 'unspecified';
}

/** Whether only the host itself can reach it. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  return address === 'localhost' || (ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback');
}
