import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { connect } from '../operations/engine/connect';
import { run } from '../operations/process/run';
import { DockerHost } from '../constructs';
import { median, type Bench, type BenchResult } from './bench';
import { Deployment } from './deployment';
import { TENANT } from './services/plan';
import { PLAIN_HOST, startPlainServer } from './services/plain-server';

const ROUNDS = 3;
const SECONDS = 10;
const CLIENTS = 4;
/** 100,000 accounts each. */
const SCALE = 5;
const START_ATTEMPTS = 60;

/** Work of the clients, by options of pgbench. */
const LOADS = { 'reads and writes': [], reads: ['--select-only'] } as const;
type LoadName = keyof typeof LOADS;

/** One server, and how the client reaches it. */
interface Server {
  readonly subject: string;
  /** In the shell of the client. */
  readonly uri: string;
  readonly rates: Readonly<Record<LoadName, number[]>>;
}

/** PostgreSQL with every default of ours against Debian's with the engine's, and the memory of services that are at rest. */
export const services: Bench = {
  name: 'services',
  async run(report) {
    return Deployment.during('benchservices', 'bench/services/project', report, async (deployment) => {
      report('deploying');
      await deployment.appengine('up');
      const environment = { ...process.env, ...(await deployment.exported()) };
      const engine = connect(DockerHost.fromEnvironment(environment).url, { environment });
      const memory = await memoryAtRest(deployment);
      const ours = await deployment.container(`${TENANT}-orders`);
      const client = await deployment.container(`${TENANT}-client`);
      const network = Object.keys((await ours.inspect()).NetworkSettings.Networks).find((name) => name.endsWith('-bindings')) ?? '';
      const plainUri = `postgresql://postgres@${PLAIN_HOST}/postgres`;
      const plain = await startPlainServer(ours, engine, network);
      try {
        const servers = [
          server('appengine', '$(cat /bindings/orders/uri)'),
          server('Debian with TLS', `${plainUri}?sslmode=require`),
          server('Debian', `${plainUri}?sslmode=disable`),
        ];
        await measure(client, servers, environment, report);
        return result(servers, memory);
      } finally {
        await plain.remove({ force: true, v: true });
      }
    });
  },
};

function server(subject: string, uri: string): Server {
  return { subject, uri, rates: { 'reads and writes': [], reads: [] } };
}

async function memoryAtRest(deployment: Deployment): Promise<Readonly<Record<string, number>>> {
  // What a start has needed is given back.
  await sleep(5000);
  const names = { PostgreSQL: 'orders', MariaDB: 'ledger', Valkey: 'cache' };
  const entries = Object.entries(names).map(async ([title, name]) => [title, await deployment.memoryOf(`${TENANT}-${name}`)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function measure(
  client: Docker.Container,
  servers: readonly Server[],
  environment: NodeJS.ProcessEnv,
  report: (line: string) => void,
): Promise<void> {
  const inClient = (script: string) => run('docker', ['exec', client.id, 'sh', '-c', script], { environment });
  for (const { subject, uri } of servers) {
    report(`${subject}: filling`);
    await filled(() => inClient(`pgbench --initialize --quiet --scale ${String(SCALE)} "${uri}"`));
  }
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const name of Object.keys(LOADS) as LoadName[]) {
      for (const { subject, uri, rates } of servers) {
        const options = ['--client', String(CLIENTS), '--jobs', '2', '--time', String(SECONDS), '--no-vacuum', ...LOADS[name]];
        const { exitCode, stdout, stderr } = await inClient(`pgbench ${options.join(' ')} "${uri}"`);
        const [, rate] = /tps = ([\d.]+)/.exec(stdout) ?? [];
        if (exitCode !== 0 || rate === undefined) throw new Error(`pgbench ended with ${String(exitCode)}: ${stdout}${stderr}`);
        rates[name].push(Number(rate));
        report(`${subject}: ${name}: ${Number(rate).toFixed(0)} transactions a second`);
      }
    }
  }
}

/** The server beside ours may not answer yet. */
async function filled(fill: () => ReturnType<typeof run>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { exitCode, stderr } = await fill();
    if (exitCode === 0) return;
    if (attempt === START_ATTEMPTS) throw new Error(`pgbench cannot fill its tables: ${stderr}`);
    await sleep(500);
  }
}

function result(servers: readonly Server[], memory: Readonly<Record<string, number>>): BenchResult {
  const names = Object.keys(LOADS) as LoadName[];
  const [ours, ...others] = servers;
  if (ours === undefined) throw new Error('there is no server to compare with others');
  const ratio = (other: Server, name: LoadName): string => (median(ours.rates[name]) / median(other.rates[name])).toFixed(2);
  return {
    name: 'services',
    head: ['', ...names.map((name) => `${name}, transactions/s`)],
    rows: [
      ...servers.map(({ subject, rates }) => [subject, ...names.map((name) => median(rates[name]).toFixed(0))]),
      ...others.map((other) => [`ratio to ${other.subject}`, ...names.map((name) => ratio(other, name))]),
    ],
    notes: [
      `pgbench with ${String(CLIENTS)} clients, scale ${String(SCALE)}, medians of ${String(ROUNDS)} rounds of ${String(SECONDS)} s by turns; ours has TLS and passwords`,
      `memory at rest: ${Object.entries(memory)
        .map(([title, mebibytes]) => `${title} ${mebibytes.toFixed(0)} MiB`)
        .join(', ')}`,
    ],
  };
}
