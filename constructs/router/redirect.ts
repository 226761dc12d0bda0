import { AppEngineError } from '../errors';

/** Another place that a host leads to. The method and the body of a request stay as they are. */
export class Redirect {
  /** For good: browsers and search engines remember it (308). @param url such as `https://www.example.com`, without path: that of the request is kept */
  static permanent(url: string): Redirect {
    return new Redirect(308, url);
  }

  /** For now (307). @param url such as `https://www.example.com` */
  static temporary(url: string): Redirect {
    return new Redirect(307, url);
  }

  private constructor(
    readonly status: number,
    readonly url: string,
  ) {
    if (!/^https?:\/\/[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?$/.test(url)) {
      throw new AppEngineError(
        'RedirectInvalid',
        `redirect target ${JSON.stringify(url)} must be http:// or https:// and a host, such as "https://www.example.com"; the path of the request is kept`,
      );
    }
  }
}
