import type { ServerTraffic } from './traffic';

/** Answers of one release. */
export interface ReleaseTraffic {
  readonly requests: number;
  readonly failed: number;
  /** Mean time until an answer began, in milliseconds; undefined without requests. */
  readonly latency: number | undefined;
}

/** Answers of a canary, and of the release beside it. */
export interface Observation {
  readonly canary: ReleaseTraffic;
  readonly current: ReleaseTraffic;
  /** Containers of the canary that a proxy cannot reach now. */
  readonly down: readonly string[];
}

/** Answers that one proxy has counted. */
export interface ProxyTraffic {
  /** Id of its container. */
  readonly proxy: string;
  readonly servers: readonly ServerTraffic[];
}

/** Most answers that a mean of HAProxy is of. */
const SAMPLES = 1024;

interface Counted {
  readonly last: ServerTraffic;
  readonly requests: number;
  readonly failed: number;
}

/** Sums up what proxies say again and again: each counts from nothing after a reload. What came between the last look and a reload is lost. */
export class TrafficCount {
  private readonly servers = new Map<string, Counted>();
  private down: readonly string[] = [];

  /** @param canary names of the containers that run the release that is tried */
  constructor(private readonly canary: ReadonlySet<string>) {}

  add(proxies: readonly ProxyTraffic[]): void {
    const seen = proxies.flatMap(({ proxy, servers }) =>
      servers.map((server) => ({ key: `${proxy} ${server.backend} ${server.name}`, server })),
    );
    for (const { key, server } of seen) {
      const before = this.servers.get(key) ?? { last: NOTHING, requests: 0, failed: 0 };
      const { last } = before;
      const isReloaded = server.requests < last.requests || server.failed < last.failed;
      this.servers.set(key, {
        last: server,
        requests: before.requests + server.requests - (isReloaded ? 0 : last.requests),
        failed: before.failed + server.failed - (isReloaded ? 0 : last.failed),
      });
    }
    this.down = [
      ...new Set(seen.filter(({ server }) => server.isDown && this.canary.has(server.server)).map(({ server }) => server.server)),
    ].sort();
  }

  get observation(): Observation {
    const all = [...this.servers.values()];
    const isTried = ({ last }: Counted): boolean => this.canary.has(last.server);
    return { canary: sumOf(all.filter(isTried)), current: sumOf(all.filter((one) => !isTried(one))), down: this.down };
  }
}

const NOTHING = { requests: 0, failed: 0 };

function sumOf(servers: readonly Counted[]): ReleaseTraffic {
  const sum = (of: (one: Counted) => number): number => servers.reduce((total, one) => total + of(one), 0);
  const samples = ({ last }: Counted): number => Math.min(last.requests, SAMPLES);
  const measured = sum(samples);
  return {
    requests: sum(({ requests }) => requests),
    failed: sum(({ failed }) => failed),
    latency: measured === 0 ? undefined : sum((one) => one.last.latency * samples(one)) / measured,
  };
}
