import { AppEngineError } from '../errors';
import { IngressNetwork } from '../network/ingress-network';

/** Longest DNS name. */
const LONGEST_NAME = 253;

/**
 * A host name as the router looks it up.
 * @throws AppEngineError HostInvalid unless it is lower-case labels of 1 to 63 of a-z, 0-9 and "-", joined by dots, and short enough to be an alias
 */
export function checkedHost(host: string): string {
  const longest = LONGEST_NAME - IngressNetwork.aliasOf('').length;
  if (
    host.length > longest ||
    !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/.test(host) ||
    /\.[0-9]+$/.test(host)
  ) {
    throw new AppEngineError(
      'HostInvalid',
      `host ${JSON.stringify(host)} must be two or more labels of 1 to 63 of a-z, 0-9 and "-", joined by ".", at most ${String(longest)} characters, and no IP address; write it in lower case, without port or scheme`,
    );
  }
  return host;
}
