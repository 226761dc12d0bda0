import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToSuccess } from '../operations/process/run';
import { median, type Bench, type BenchResult } from './bench';
import { Deployment } from './deployment';
import { writeCrowd } from './tenants/crowd';
import { hostOf, nameOf, type Plan } from './tenants/plan';
import { visit, type Visit } from './tenants/visit';

const TENANTS = Number(process.env.BENCH_TENANTS ?? 200);
const ROUNDS = 3;
const SAMPLE = 10;
/** Terraform writes its whole state after every resource. */
const TENANTS_OF_A_CROWD = 25;
const CONTAINERS_OF_A_TENANT = 3;
const BYTES_OF_A_KEY = 100;

/** What was measured with so many tenants on the engine. */
interface Stage {
  readonly tenants: number;
  readonly routerMebibytes: number;
  readonly gatewayMebibytes: number;
  readonly visit: Visit;
  /** Seconds to add one more, by the command that a user runs. */
  readonly add: number;
  /** Seconds that the same command takes when there is nothing to do. */
  readonly nothing: number;
}

/** What a tenant costs those who are there, and the one who comes next. */
export const tenants: Bench = {
  name: 'tenants',
  async run(report) {
    requireKeys();
    return Deployment.during('benchtenants', 'bench/tenants/project', report, (deployment) => measure(deployment, report));
  },
};

/** Every container has a session keyring, and with userns-remap all belong to one uid, whose number of keys the kernel bounds. */
function requireKeys(): void {
  const [needed, most] = [TENANTS * CONTAINERS_OF_A_TENANT * 2, Number(readFileSync('/proc/sys/kernel/keys/maxkeys', 'utf8'))];
  if (most >= needed) return;
  const settings = `kernel.keys.maxkeys=${String(needed)} kernel.keys.maxbytes=${String(needed * BYTES_OF_A_KEY)}`;
  throw new Error(
    `one uid may have ${String(most)} keys, too few for the containers of ${String(TENANTS)} tenants; run: sysctl ${settings}`,
  );
}

async function measure(deployment: Deployment, report: (line: string) => void): Promise<BenchResult> {
  const all = Array.from({ length: TENANTS }, (_, index) => index + 1);
  report('deploying the platform and the first tenant');
  deployment.tell({ tenants: [1] } satisfies Plan);
  await deployment.appengine('up');
  const authority = await deployment.appengine('authority');

  const few = await stage(deployment, all.slice(0, 1), authority, report);
  report(`deploying ${String(TENANTS - 1)} more`);
  deployment.tell({ tenants: all } satisfies Plan);
  const seconds = await deployCrowd(deployment, all.slice(1));
  report(`${String(TENANTS - 1)} tenants in ${seconds.toFixed(0)} s`);
  const many = await stage(deployment, all, authority, report);

  return {
    name: 'tenants',
    head: ['', 'add s', 'nothing to do s', 'router MiB', 'gateway MiB', 'p50 ms', 'p99 ms'],
    rows: [few, many].map((one) => [
      `one more than ${String(one.tenants)}`,
      one.add.toFixed(1),
      one.nothing.toFixed(1),
      one.routerMebibytes.toFixed(1),
      one.gatewayMebibytes.toFixed(1),
      one.visit.p50Milliseconds.toFixed(1),
      one.visit.p99Milliseconds.toFixed(1),
    ]),
    notes: [
      `a tenant is a gateway, an issuer and an app of one replica; adding is the median of ${String(ROUNDS)}, each removed again`,
      `times of requests, each a connection of its own, while there is one more: 50 a second, by turns at up to ${String(SAMPLE)} tenants`,
      `${String(TENANTS - 1)} tenants were added in ${seconds.toFixed(0)} s, the stacks of ${String(TENANTS_OF_A_CROWD)} as one`,
    ],
  };
}

/** Adds one more tenant a few times, looks at what all have then, and removes it. */
async function stage(
  deployment: Deployment,
  present: readonly number[],
  authority: string,
  report: (line: string) => void,
): Promise<Stage> {
  const next = present.length + 1;
  deployment.tell({ tenants: [...present, next] } satisfies Plan);
  const up = (): Promise<number> => secondsOf(() => deployment.appengine('up', '--only', nameOf(next)));
  const [adds, nothings]: [number[], number[]] = [[], []];
  for (let round = 1; round <= ROUNDS; round += 1) {
    adds.push(await up());
    nothings.push(await up());
    report(`${hostOf(next)} added in ${(adds.at(-1) ?? 0).toFixed(1)} s, of which ${(nothings.at(-1) ?? 0).toFixed(1)} s for looking`);
    if (round < ROUNDS) await deployment.appengine('down', '--only', nameOf(next), '--volumes', '--yes', '--keep-engine');
  }
  const step = Math.max(1, Math.floor(present.length / (SAMPLE - 1)));
  const seen = await visit([...present.filter((_, index) => index % step === 0).slice(0, SAMPLE - 1), next], deployment.tlsPort, authority);
  const found: Stage = {
    tenants: present.length,
    routerMebibytes: await deployment.memoryOf('router'),
    gatewayMebibytes: await deployment.memoryOf(`${nameOf(1)}-gateway`),
    visit: seen,
    add: median(adds),
    nothing: median(nothings),
  };
  report(
    `with ${String(next)}: router ${found.routerMebibytes.toFixed(1)} MiB, p50 ${seen.p50Milliseconds.toFixed(1)} ms, p99 ${seen.p99Milliseconds.toFixed(1)} ms`,
  );
  await deployment.appengine('down', '--only', nameOf(next), '--volumes', '--yes', '--keep-engine');
  return found;
}

/** Synthesizes all, and applies the stacks of some, so many as one. @returns seconds of the applies */
async function deployCrowd(deployment: Deployment, some: readonly number[]): Promise<number> {
  const stacks = join(deployment.directory, 'crowd-stacks');
  const environment: NodeJS.ProcessEnv = { ...deployment.environment, ...(await deployment.exported()), CDKTF_OUTDIR: stacks };
  await runToSuccess(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: deployment.directory, environment });
  const terraform = environment.TERRAFORM_BINARY_NAME ?? 'terraform';
  let seconds = 0;
  for (let first = 0; first < some.length; first += TENANTS_OF_A_CROWD) {
    const crowd = some.slice(first, first + TENANTS_OF_A_CROWD);
    const cwd = join(deployment.directory, `crowd-${String(first)}`);
    writeCrowd(
      cwd,
      crowd.map((tenant) => join(stacks, 'stacks', nameOf(tenant))),
    );
    await runToSuccess(terraform, ['init', '-input=false'], { cwd, environment });
    seconds += await secondsOf(() =>
      runToSuccess(terraform, ['apply', '-auto-approve', '-input=false', '-parallelism=8'], { cwd, environment }),
    );
  }
  return seconds;
}

async function secondsOf(what: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await what();
  return (performance.now() - began) / 1000;
}
