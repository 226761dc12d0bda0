import { spawnSync } from 'node:child_process';

/** A part of the full set, small enough to be run beside everything else. */
export interface Slice {
  readonly name: string;
  /** Test files that are run in full, by their paths below `__tests__`. */
  readonly inFull?: readonly string[];
  /** Whether the virtual machine is tested. @default false */
  readonly machine?: boolean;
  /** Another engine, by its name in `tools/engines`, that runs {@link ON_ENGINES}. @default none */
  readonly engine?: string;
  /** Files of rules that are changed to see whether a test notices, as patterns. @default none */
  readonly mutate?: readonly string[];
}

/** Test files that also run on other engines: tenants, router, gateways, a job, volumes, profiles, audit, a deploy that fails, `down`. */
export const ON_ENGINES: readonly string[] = ['live/examples', 'live/data'];

/** All that only repetition, an emulated machine or real waiting add; one run of each is a full run. */
export const SLICES: readonly Slice[] = [
  { name: 'virtual machine', machine: true },
  { name: 'engine 26.1', engine: '26.1' },
  { name: 'engine 29', engine: '29' },
  { name: 'OpenTofu and strict profiles', inFull: ['live/cdktf-cli', 'live/examples', 'live/init'] },
  { name: 'redeploys and hostile clients', inFull: ['live/deploys', 'live/traffic'] },
  {
    name: 'data, recovery and edge',
    inFull: ['live/backup', 'live/data', 'live/edge', 'live/recovery', 'live/interruptions', 'live/services', 'live/shared-state'],
  },
  { name: 'builds from source', inFull: ['live/source-builds'] },
  { name: 'brokers, registry and shared servers', inFull: ['live/brokers', 'live/registry', 'live/shared'] },
  { name: 'previews and scanners', inFull: ['live/scanners', 'live/previews'] },
  mutationOf('1 and 2', '0[1-2].*'),
  mutationOf('3 to 5', '0[3-5].*'),
  mutationOf('6 to 8', '0[6-8].*'),
  mutationOf('9 and 10', '09.*', '10.*'),
  mutationOf('11 to 14', '1[1-4].*'),
  mutationOf('15 to 17', '1[5-7].*'),
];

/** Those that take their turn beside everything else: another engine takes too long for that. */
export const IN_TURN: readonly Slice[] = SLICES.filter(({ engine }) => engine === undefined);

const DAY_MILLISECONDS = 86_400_000;

function mutationOf(guidelines: string, ...rules: readonly string[]): Slice {
  return { name: `mutation of rules ${guidelines}`, mutate: rules.map((rule) => `guidelines/rules/${rule}.ts`) };
}

/** The slice of a commit, by how many there are before it; of a day where a checkout does not tell. */
export function sliceOf(project: string): Slice {
  const number = commits(project) ?? Math.floor(Date.now() / DAY_MILLISECONDS);
  const slice = IN_TURN[number % IN_TURN.length];
  if (slice === undefined) throw new Error('there are no slices');
  return slice;
}

/** Undefined without Git, and in a shallow clone, where there are as many as were fetched. */
function commits(project: string): number | undefined {
  const git = (...args: readonly string[]): string => spawnSync('git', args, { cwd: project, encoding: 'utf8' }).stdout.trim();
  try {
    if (git('rev-parse', '--is-shallow-repository') !== 'false') return undefined;
    const count = Number(git('rev-list', '--count', 'HEAD'));
    return count > 0 ? count : undefined;
  } catch {
    return undefined;
  }
}
