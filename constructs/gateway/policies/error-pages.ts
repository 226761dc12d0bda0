import { AppEngineError } from '../../errors';
import { contentHash } from '../../cdktf/generation';
import { GATEWAY_DIRECTORY, page, type GatewayRules, type IRoutePolicy } from '../gateway-rules';
import { checkedPage } from './maintenance';

const REPLACEABLE: readonly number[] = [400, 401, 403, 404, 405, 410, 411, 413, 429, 500, 501, 502, 503, 504];

/**
 * Pages of one's own instead of those of the app, and of what the gateway says for the other policies of the route, such as a rate limit. What it says when
 * no replica answers (502, 503 and 504) it says on every route to the same pool, so two routes cannot differ about it.
 */
export class ErrorPages implements IRoutePolicy {
  /**
   * @param pages HTML of at most 15,000 bytes by status: 400, 401, 403, 404, 405, 410, 411, 413, 429, 500, 501, 502, 503 or 504
   * @throws AppEngineError StatusRefused, PageTooLarge
   */
  static of(pages: Readonly<Record<number, string>>): ErrorPages {
    return new ErrorPages(pages);
  }

  private constructor(private readonly pages: Readonly<Record<number, string>>) {
    for (const [status, html] of Object.entries(pages)) {
      if (!REPLACEABLE.includes(Number(status))) {
        throw new AppEngineError(
          'StatusRefused',
          `status ${status} must be one of ${REPLACEABLE.join(', ')}; other answers are the app's own`,
        );
      }
      checkedPage(`error page ${status}`, html);
    }
  }

  rules(): GatewayRules {
    const statuses = Object.keys(this.pages).sort();
    // By what it says: the same page of several routes is the same file.
    const nameOf = (status: string): string => `error-${status}-${contentHash(this.pages[Number(status)])}.html`;
    const fileOf = (status: string): string => `${GATEWAY_DIRECTORY}/${nameOf(status)}`;
    return {
      files: Object.fromEntries(statuses.map((status) => [nameOf(status), this.pages[Number(status)] ?? ''])),
      pages: Object.fromEntries(statuses.map((status) => [status, fileOf(status)])),
      response: statuses.map((status) => ({ action: page({ status: Number(status) }, fileOf(status)), when: `{ status ${status} }` })),
    };
  }
}
