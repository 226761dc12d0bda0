/** What the benchmark tells the project that it deploys, through `plan.json`. */
export interface Plan {
  /** Ports on 127.0.0.1 of the one-hop proxies. */
  readonly haproxyPort: number;
  readonly caddyPort: number;
  /** Directory of an image with Caddy in it. */
  readonly caddyImage: string;
}

export const TENANT = 'shop';
export const HOST = 'web.shop.localhost';
/** Answered by nginx from memory, without a log line. */
export const PATH = '/healthz';
