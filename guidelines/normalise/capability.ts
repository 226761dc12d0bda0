/** `CAP_NET_RAW`, `cap_net_raw` and `net_raw` as `NET_RAW`. */
export function capabilityName(text: string): string {
  return text.trim().toUpperCase().replace(/^CAP_/, '');
}
