import type { Size } from '../../units/size';
import type { GatewayRules, IRoutePolicy } from '../gateway-rules';

/** HTTP/1.1 says so by a header; a body of HTTP/2 just comes. */
const UNMEASURED = '!{ req.hdr(content-length) -m found } { req.body_len gt 0 }';

/** How large the body of a request may be. */
export class BodyLimit implements IRoutePolicy {
  /** Answers 413 beyond it, and 411 to a body that does not say its size. */
  static of(size: Size): BodyLimit {
    return new BodyLimit(size);
  }

  private constructor(private readonly size: Size) {}

  rules(): GatewayRules {
    return {
      request: [
        { action: 'wait-for-body time 10s at-least 1', when: '!{ req.hdr(content-length) -m found }' },
        {
          action: 'return status 413 content-type text/plain string "This is too large.\\n"',
          when: `{ req.hdr_val(content-length) gt ${String(this.size.bytes)} }`,
        },
        {
          action: 'return status 411 content-type text/plain string "Say how large it is (Content-Length).\\n"',
          when: UNMEASURED,
        },
      ],
    };
  }
}
