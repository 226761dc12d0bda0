import { median, type Bench, type BenchResult } from './bench';
import { Deployment } from './route/deployment';
import { load, requireLoadGenerator, type Load } from './route/load';

const ROUNDS = 4;
const SECONDS = 8;

/** One way from the clients to the upstream. */
interface Way {
  readonly name: string;
  readonly address: string;
  /** Containers on the way, whose memory it costs. */
  readonly containers: readonly string[];
}

/** What the two hops of the platform cost against the one hop of others, all to the same upstream. */
export const route: Bench = {
  name: 'route',
  async run(report) {
    requireLoadGenerator();
    const deployment = await Deployment.up(report);
    try {
      return await measure(deployment, report);
    } finally {
      report('removing');
      await deployment.down();
    }
  },
};

async function measure(deployment: Deployment, report: (line: string) => void): Promise<BenchResult> {
  const { routerPort, plan } = deployment;
  const ways: readonly Way[] = [
    { name: 'AppEngine: router + gateway', address: `127.0.0.1:${String(routerPort)}`, containers: ['router', 'gateway'] },
    { name: 'HAProxy, one hop', address: `127.0.0.1:${String(plan.haproxyPort)}`, containers: ['haproxy'] },
    { name: 'Caddy, one hop', address: `127.0.0.1:${String(plan.caddyPort)}`, containers: ['caddy'] },
    { name: 'direct', address: `${await deployment.upstreamAddress()}:8080`, containers: [] },
  ];
  const samples = new Map<Way, Load[]>(ways.map((way) => [way, []]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const [way, loads] of samples) {
      const sample = await load(way.address, SECONDS);
      loads.push(sample);
      report(`round ${String(round)} of ${String(ROUNDS)}, ${way.name}: ${sample.requestsPerSecond.toFixed(0)} requests/s`);
    }
  }

  const results = await Promise.all([...samples].map(([way, loads]) => summarize(deployment, way, loads)));
  const ours = results[0]?.requestsPerSecond ?? Number.NaN;
  return {
    name: 'route',
    head: ['', 'requests/s', 'ours / it', 'p50 ms', 'p99 ms', 'memory MiB'],
    rows: results.map(({ name, requestsPerSecond, p50, p99, memory }) => [
      name,
      requestsPerSecond.toFixed(0),
      (ours / requestsPerSecond).toFixed(2),
      p50.toFixed(2),
      p99.toFixed(2),
      memory,
    ]),
    notes: [
      `medians of ${String(ROUNDS)} rounds of ${String(SECONDS)} s by turns, 16 keep-alive connections, no failed request`,
      'every proxy has 1 core and the hardened defaults; the generator shares the machine',
    ],
  };
}

interface Summary {
  readonly name: string;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly memory: string;
}

async function summarize(deployment: Deployment, way: Way, loads: readonly Load[]): Promise<Summary> {
  const memory = await Promise.all(way.containers.map((container) => deployment.memoryOf(container)));
  return {
    name: way.name,
    requestsPerSecond: median(loads.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50: median(loads.map(({ p50Milliseconds }) => p50Milliseconds)),
    p99: median(loads.map(({ p99Milliseconds }) => p99Milliseconds)),
    memory: memory.map((mebibytes) => mebibytes.toFixed(1)).join(' + '),
  };
}
