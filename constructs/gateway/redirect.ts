import { AppEngineError } from '../errors';
import type { Rule } from './gateway-rules';
import type { IRouteTarget, Redirection, Share } from './route-target';

const ORIGIN = /^https?:\/\/[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?$/;
const LOCATION = /^(https?:\/\/[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?)?(\/[A-Za-z0-9._~-]+)*\/?$/;

/** Another place that a host or a path leads to. The method and the body of a request stay as they are. */
export class Redirect implements IRouteTarget {
  /**
   * For good: browsers and search engines remember it (308).
   * @param to a host such as `https://www.example.com`, where the path of the request is kept, or exactly one page: `https://www.example.com/new`, or
   * `/new` on the same host
   * @throws AppEngineError RedirectInvalid
   */
  static permanent(to: string): Redirect {
    return new Redirect({ status: 308, url: to });
  }

  /** For now (307). @param to as for {@link Redirect.permanent} @throws AppEngineError RedirectInvalid */
  static temporary(to: string): Redirect {
    return new Redirect({ status: 307, url: to });
  }

  /** None: no pool is asked. */
  readonly shares: readonly Share[] = [];

  private constructor(
    /** Target of the client's next request. */
    readonly redirect: Redirection,
  ) {
    const { url } = redirect;
    if (url === '' || !LOCATION.test(url)) {
      throw new AppEngineError(
        'RedirectInvalid',
        `redirect target ${JSON.stringify(url)} must be http:// or https:// and a host, a page of it, or a path, of letters, digits, ".", "_", "~", "-" and "/"; use one such as "https://www.example.com" or "/new"`,
      );
    }
  }
}

/** Status and location of the answer. */
export function redirectRule({ status, url }: Redirection): Rule {
  return { action: `redirect ${ORIGIN.test(url) ? 'prefix' : 'location'} ${url} code ${String(status)}` };
}
