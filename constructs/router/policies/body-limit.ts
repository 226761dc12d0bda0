import type { Size } from '../../units/size';
import type { GatewayRules, IRoutePolicy } from '../gateway-rules';

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
        {
          action: 'return status 413 content-type text/plain string "This is too large.\\n"',
          when: `{ req.hdr_val(content-length) gt ${String(this.size.bytes)} }`,
        },
        {
          action: 'return status 411 content-type text/plain string "Say how large it is (Content-Length).\\n"',
          when: '{ req.hdr(transfer-encoding) -m found }',
        },
      ],
    };
  }
}
