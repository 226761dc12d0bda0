/** What stands in the gateway's place, alone. */
export const RIVALS = ['haproxy', 'nginx', 'caddy'] as const;

export type Rival = (typeof RIVALS)[number];

/** What the benchmark tells the project that it deploys, through `plan.json`. */
export interface Plan {
  /** Ports on 127.0.0.1 of the one-hop proxies. */
  readonly ports: Readonly<Record<Rival, number>>;
  /** Directory of an image with Caddy in it. */
  readonly caddyImage: string;
  /** Certificate and key of the one-hop proxies, made for this run. */
  readonly certificate: string;
  /** Whether gateway and proxies write a line of a log for every request. */
  readonly accessLogs: boolean;
}

export const TENANT = 'shop';
export const HOST = 'web.shop.localhost';
/** Answered by nginx from memory, without a log line. */
export const PATH = '/healthz';
