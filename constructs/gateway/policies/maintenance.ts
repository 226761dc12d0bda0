import { AppEngineError } from '../../errors';
import { GATEWAY_DIRECTORY, page, type GatewayRules, type IRoutePolicy } from '../gateway-rules';

const LARGEST_PAGE = 15_000;

/** Answers 503 with a page instead of asking the app. */
export class Maintenance implements IRoutePolicy {
  /** A page instead of the app. @param html at most 15,000 bytes, its style among them. @throws AppEngineError PageTooLarge */
  static page(html: string): Maintenance {
    return new Maintenance(html);
  }

  private constructor(private readonly html: string) {
    checkedPage('maintenance page', html);
  }

  rules(route: string): GatewayRules {
    const file = `maintenance-${route}.html`;
    const answer = { status: 503, headers: { 'Retry-After': '60', 'Cache-Control': 'no-store' } };
    return {
      files: { [file]: this.html },
      request: [{ action: page(answer, `${GATEWAY_DIRECTORY}/${file}`) }],
    };
  }
}

/** The gateway keeps pages in its buffers. @throws AppEngineError PageTooLarge */
export function checkedPage(what: string, html: string): string {
  const bytes = Buffer.byteLength(html);
  if (bytes < 1 || bytes > LARGEST_PAGE) {
    throw new AppEngineError(
      'PageTooLarge',
      `${what} of ${String(bytes)} bytes must be 1 to ${String(LARGEST_PAGE)} bytes; make it smaller`,
    );
  }
  return html;
}
