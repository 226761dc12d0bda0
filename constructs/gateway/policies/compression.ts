import type { GatewayRules, IRoutePolicy } from '../gateway-rules';

const TYPES = [
  'text/html',
  'text/css',
  'text/plain',
  'text/xml',
  'application/javascript',
  'application/json',
  'application/xml',
  'image/svg+xml',
];

/** Makes answers smaller on their way to the client. It holds for every route to the same pool: what must not be compressed needs a pool of its own. */
export class Compression implements IRoutePolicy {
  /** Text by gzip, for clients that ask for it. Answers that mix secrets with what a request says are better left alone (BREACH). */
  static gzip(): Compression {
    return new Compression();
  }

  rules(): GatewayRules {
    return { backend: ['filter compression', 'compression algo gzip', `compression type ${TYPES.join(' ')}`] };
  }
}
