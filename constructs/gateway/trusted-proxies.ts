import ipaddr from 'ipaddr.js';
import { AppEngineError } from '../errors';

/**
 * Proxies in front of the platform, such as a content network. A request from one of their addresses is its client's: the gateway takes the last address
 * of X-Forwarded-For, which is the one that the proxy saw, for rate limits, policies, logs and the app. From everywhere else the header says nothing.
 */
export class TrustedProxies {
  /** Of the file with the networks, beside the gateway's configuration. */
  static readonly FILE = 'trusted-proxies.lst';

  /** No proxy: the client is the one that connects. */
  static none(): TrustedProxies {
    return new TrustedProxies([]);
  }

  /**
   * @param networks at least one address or network, IPv4 or IPv6, such as `203.0.113.0/24` or `2001:db8::/32`; all of the Internet is none
   * @throws AppEngineError TrustedProxyInvalid
   */
  static of(...networks: readonly string[]): TrustedProxies {
    const wrong = networks.find((network) => !isNetwork(network));
    if (networks.length === 0 || wrong !== undefined) {
      throw new AppEngineError(
        'TrustedProxyInvalid',
        `trusted proxy ${JSON.stringify(wrong ?? '')} must be an IP address or a network such as "203.0.113.0/24", with a prefix of 1 or more; name at least one, as its operator lists them`,
      );
    }
    return new TrustedProxies(networks);
  }

  private constructor(private readonly networks: readonly string[]) {}

  /** True if no proxy is trusted. */
  get isEmpty(): boolean {
    return this.networks.length === 0;
  }

  /** Files of the gateway by name. */
  get files(): Readonly<Record<string, string>> {
    return this.isEmpty
      ? {}
      : {
          [TrustedProxies.FILE]: [...new Set(this.networks)]
            .sort()
            .map((network) => `${network}\n`)
            .join(''),
        };
  }
}

function isNetwork(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text) || (ipaddr.isValidCIDR(text) && !text.endsWith('/0'));
}
