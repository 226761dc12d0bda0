import ipaddr from 'ipaddr.js';
import { AppEngineError } from '../../errors';
import { refuse, type GatewayRules, type IRoutePolicy } from '../gateway-rules';

/** Which clients may ask at all, by their addresses; others get 403. */
export class ClientAccess implements IRoutePolicy {
  /** Only these. @param networks addresses or networks, such as `10.0.0.0/8` or `2001:db8::/32` */
  static only(...networks: readonly string[]): ClientAccess {
    return new ClientAccess('!', networks);
  }

  /** Everybody else. @param networks addresses or networks */
  static except(...networks: readonly string[]): ClientAccess {
    return new ClientAccess('', networks);
  }

  private constructor(
    private readonly negation: '' | '!',
    private readonly networks: readonly string[],
  ) {
    const wrong = networks.find((network) => !ipaddr.isValid(network) && !ipaddr.isValidCIDR(network));
    if (networks.length === 0 || wrong !== undefined) {
      throw new AppEngineError(
        'ClientNetworkInvalid',
        `client network ${JSON.stringify(wrong ?? '')} must be an IP address or a network such as "10.0.0.0/8"; name at least one`,
      );
    }
  }

  /** Clients by their addresses. */
  get keepsOut(): string {
    return `${this.negation === '!' ? 'clients only from' : 'no clients from'} ${this.networks.join(', ')}`;
  }

  rules(): GatewayRules {
    return {
      request: [refuse({ status: 403 }, 'Not from here.', `${this.negation}{ var(txn.client) -m ip ${this.networks.join(' ')} }`)],
    };
  }
}
