import type { GatewayRules, IRoutePolicy } from '../gateway-rules';

/** Cookie that names a replica to its gateway. */
export const STICKY_COOKIE = 'appengine-replica';

/** Leads a browser to the same replica as long as that is there. It holds for every route to the same pool. */
export class StickySession implements IRoutePolicy {
  /** By a cookie that only the gateway reads; it names no replica to anybody else. */
  static cookie(): StickySession {
    return new StickySession();
  }

  rules(): GatewayRules {
    return { backend: [`cookie ${STICKY_COOKIE} insert indirect nocache httponly attr SameSite=Lax`] };
  }
}
