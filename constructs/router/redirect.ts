import { AppEngineError } from '../errors';
import type { Rule } from './gateway-rules';
import type { IRouteTarget, Share } from './route-target';

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
    return new Redirect(308, to);
  }

  /** For now (307). @param to as for {@link Redirect.permanent} @throws AppEngineError RedirectInvalid */
  static temporary(to: string): Redirect {
    return new Redirect(307, to);
  }

  readonly shares: readonly Share[] = [];

  private constructor(
    private readonly status: number,
    readonly to: string,
  ) {
    if (to === '' || !LOCATION.test(to)) {
      throw new AppEngineError(
        'RedirectInvalid',
        `redirect target ${JSON.stringify(to)} must be http:// or https:// and a host, such as "https://www.example.com", a page of it, or a path such as "/new", of letters, digits, ".", "_", "~", "-" and "/"`,
      );
    }
  }

  get answer(): Rule {
    return { action: `redirect ${ORIGIN.test(this.to) ? 'prefix' : 'location'} ${this.to} code ${String(this.status)}` };
  }
}
