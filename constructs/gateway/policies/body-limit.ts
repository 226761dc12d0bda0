import type { Size } from '../../units/size';
import { refuse, type GatewayRules, type IRoutePolicy } from '../gateway-rules';

/** HTTP/1.1 says so by a header; a body of HTTP/2 just comes. */
const UNMEASURED = '!{ req.hdr(content-length) -m found } { req.body_len gt 0 }';

/** How large the body of a request may be. */
export class BodyLimit implements IRoutePolicy {
  /** Answers 413 beyond it, and 411 to a body that does not say its size. */
  static of(size: Size): BodyLimit {
    return new BodyLimit(size);
  }

  private constructor(private readonly size: Size) {}

  /** Bodies that are larger. */
  get keepsOut(): string {
    return `bodies of at most ${String(this.size.bytes)} bytes`;
  }

  rules(): GatewayRules {
    return {
      request: [
        { action: 'wait-for-body time 10s at-least 1', when: '!{ req.hdr(content-length) -m found }' },
        refuse({ status: 413 }, 'This is too large.', `{ req.hdr_val(content-length) gt ${String(this.size.bytes)} }`),
        refuse({ status: 411 }, 'Say how large it is (Content-Length).', UNMEASURED),
      ],
    };
  }
}
