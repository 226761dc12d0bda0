import { median, type Bench, type BenchResult } from './bench';
import { Deployment } from './deployment';
import { makeCaddyImage } from './route/caddy-image';
import { MANNERS, requireLoadGenerators, type Load, type Manner } from './route/load';
import { HOST, RIVALS, TENANT, type Plan } from './route/plan';
import { selfSigned } from '../__tests__/fixture/certificate';
import { freePort } from '../__tests__/live/harness/free-port';

const ROUNDS = 3;
const SECONDS = 6;
const ACCESS_LOGS = process.env.BENCH_ACCESS_LOGS !== 'off';

/** One way from the clients to the upstream. */
interface Way {
  readonly name: string;
  readonly port: number;
  /** Containers on the way, whose memory and processor time it costs. */
  readonly containers: readonly string[];
}

/** What was seen of one way for a while. */
interface Sample extends Load {
  /** Cores that each container was busy with. */
  readonly cores: readonly number[];
  /** Microseconds of processor time that each spent on a request: the same on a busy machine as on an idle one. */
  readonly cost: readonly number[];
}

const OURS = 'router + gateway';
const CLOSEST = 'haproxy';

/** What the two hops of the platform cost over TLS against the one hop of others, all to the same upstream. */
export const route: Bench = {
  name: 'route',
  async run(report) {
    requireLoadGenerators();
    const plan: Plan = {
      ports: { haproxy: await freePort(), nginx: await freePort(), caddy: await freePort() },
      caddyImage: await makeCaddyImage(report),
      certificate: selfSigned(HOST),
      accessLogs: ACCESS_LOGS,
    };
    return Deployment.during('bench', 'bench/route/project', report, async (deployment) => {
      report('deploying');
      deployment.tell(plan);
      await deployment.appengine('up');
      return measure(deployment, plan, report);
    });
  },
};

async function measure(deployment: Deployment, plan: Plan, report: (line: string) => void): Promise<BenchResult> {
  const ways: readonly Way[] = [
    { name: OURS, port: deployment.tlsPort, containers: ['router', `${TENANT}-gateway`] },
    ...RIVALS.map((name) => ({ name, port: plan.ports[name], containers: [`${TENANT}-${name}`] })),
  ];
  const results: { readonly manner: Manner; readonly way: Way; readonly sample: Sample }[] = [];
  for (const manner of MANNERS) {
    const samples = new Map<Way, Sample[]>(ways.map((way) => [way, []]));
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const [way, list] of samples) list.push(await sampleOf(deployment, manner, way));
    }
    for (const [way, list] of samples) {
      const sample = medianOf(list);
      results.push({ manner, way, sample });
      report(`${manner.name}, ${way.name}: ${sample.requestsPerSecond.toFixed(0)} requests/s`);
    }
  }
  const memory = new Map(await Promise.all(ways.map(async (way) => [way, await memoryOf(deployment, way)] as const)));
  const of = (manner: Manner, name: string): Sample | undefined =>
    results.find((result) => result.manner === manner && result.way.name === name)?.sample;

  return {
    name: 'route',
    head: ['', '', 'requests/s', 'ours / it', 'p50 ms', 'p99 ms', 'cores', 'µs / request', 'a core each', 'ours / it'],
    rows: results.map(({ manner, way, sample }) => [
      manner.name,
      way.name,
      sample.requestsPerSecond.toFixed(0),
      ((of(manner, OURS)?.requestsPerSecond ?? Number.NaN) / sample.requestsPerSecond).toFixed(2),
      milliseconds(sample.p50Milliseconds),
      milliseconds(sample.p99Milliseconds),
      sample.cores.map((cores) => cores.toFixed(2)).join(' + '),
      sample.cost.map((microseconds) => microseconds.toFixed(0)).join(' + '),
      capacity(sample).toFixed(0),
      (capacity(of(manner, OURS)) / capacity(sample)).toFixed(2),
    ]),
    notes: [
      `medians of ${String(ROUNDS)} rounds of ${String(SECONDS)} s by turns, TLS 1.3 with AES-128-GCM and X25519, P-256 certificates, no failed request`,
      `every proxy has 1 core and the hardened defaults, and writes ${ACCESS_LOGS ? 'a' : 'no'} log line a request; the generator and the upstream share the machine`,
      '"a core each" is what the processor time of a request allows where every proxy has a core of its own to use up: the slowest of a way decides',
      ...MANNERS.map((manner) => {
        const added = (of(manner, OURS)?.p50Milliseconds ?? Number.NaN) - (of(manner, CLOSEST)?.p50Milliseconds ?? Number.NaN);
        return Number.isNaN(added) ? [] : [`${manner.name}: ${added.toFixed(2)} ms added to the median of ${CLOSEST}`];
      }).flat(),
      `memory after the run, in MiB: ${[...memory].map(([{ name }, text]) => `${name} ${text}`).join(', ')}`,
    ],
  };
}

async function sampleOf(deployment: Deployment, manner: Manner, { port, containers }: Way): Promise<Sample> {
  const spent = (): Promise<number[]> => Promise.all(containers.map((container) => deployment.processorSecondsOf(container)));
  const before = await spent();
  const began = performance.now();
  const seen = await manner.ask(port, SECONDS);
  const after = await spent();
  const seconds = (performance.now() - began) / 1000;
  const cores = after.map((now, index) => (now - (before[index] ?? Number.NaN)) / seconds);
  // The warm-up of a second, and what stands around it, is in both.
  return { ...seen, cores, cost: cores.map((busy) => (busy / seen.requestsPerSecond) * 1e6) };
}

function medianOf(samples: readonly Sample[]): Sample {
  const of = (figure: (sample: Sample) => number | undefined): number => median(samples.map((sample) => figure(sample) ?? Number.NaN));
  return {
    requestsPerSecond: of(({ requestsPerSecond }) => requestsPerSecond),
    p50Milliseconds: of(({ p50Milliseconds }) => p50Milliseconds),
    p99Milliseconds: of(({ p99Milliseconds }) => p99Milliseconds),
    cost: (samples[0]?.cost ?? []).map((_, index) => of(({ cost }) => cost[index])),
    cores: (samples[0]?.cores ?? []).map((_, index) => of(({ cores }) => cores[index])),
  };
}

/** Requests a second when the busiest container of the way uses up its one core. */
function capacity(sample: Sample | undefined): number {
  return 1e6 / Math.max(...(sample?.cost ?? [Number.NaN]));
}

function milliseconds(figure: number): string {
  return Number.isNaN(figure) ? '–' : figure.toFixed(2);
}

async function memoryOf(deployment: Deployment, { containers }: Way): Promise<string> {
  const used = await Promise.all(containers.map((container) => deployment.memoryOf(container)));
  return used.map((mebibytes) => mebibytes.toFixed(1)).join(' + ');
}
