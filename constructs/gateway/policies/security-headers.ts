import { checkedReason } from '../../exemption';

/** A header that tells browsers to be careful. */
export class SecurityHeader {
  /** TLS alone for a year; not below localhost, where apps answer without TLS as well. */
  static strictTransport(): SecurityHeader {
    return STRICT_TRANSPORT;
  }

  /** Content is what it says it is. */
  static contentTypeOptions(): SecurityHeader {
    return CONTENT_TYPE_OPTIONS;
  }

  /** Pages of other sites cannot frame it. */
  static frameOptions(): SecurityHeader {
    return FRAME_OPTIONS;
  }

  /** Other sites learn the origin alone. */
  static referrerPolicy(): SecurityHeader {
    return REFERRER_POLICY;
  }

  /** @internal */
  constructor(
    /** Such as `x-frame-options`. */
    readonly name: string,
    /** As it is sent. */
    readonly value: string,
    /** When it makes sense; empty for always. */
    private readonly when: string,
  ) {}

  /** The rule that sets it where the app did not. @param except ids of the routes that leave it out */
  rule(except: readonly string[]): string {
    const conditions = [
      `!{ res.hdr(${this.name.toLowerCase()}) -m found }`,
      ...(this.when === '' ? [] : [this.when]),
      ...(except.length === 0 ? [] : [`!{ var(txn.route) -m str ${except.join(' ')} }`]),
    ];
    return `set-header ${this.name} ${this.value} if ${conditions.join(' ')}`;
  }
}

const STRICT_TRANSPORT = new SecurityHeader('Strict-Transport-Security', 'max-age=31536000', '{ ssl_fc } !{ var(txn.local) -m bool }');
const CONTENT_TYPE_OPTIONS = new SecurityHeader('X-Content-Type-Options', 'nosniff', '');
const FRAME_OPTIONS = new SecurityHeader('X-Frame-Options', 'SAMEORIGIN', '!{ res.hdr(content-security-policy) -m sub frame-ancestors }');
const REFERRER_POLICY = new SecurityHeader('Referrer-Policy', 'strict-origin-when-cross-origin', '');

/** Headers that every answer has unless the app sets them itself. */
export class SecurityHeaders {
  /** All of {@link SecurityHeader}. */
  static all(): SecurityHeaders {
    return new SecurityHeaders([STRICT_TRANSPORT, CONTENT_TYPE_OPTIONS, FRAME_OPTIONS, REFERRER_POLICY]);
  }

  private constructor(
    /** All that are sent. */
    readonly headers: readonly SecurityHeader[],
  ) {}

  /** All but one. @param reason at least 10 characters */
  without(header: SecurityHeader, reason: string): SecurityHeaders {
    checkedReason(reason, `leaving out ${header.name}`);
    return new SecurityHeaders(this.headers.filter((other) => other !== header));
  }
}
