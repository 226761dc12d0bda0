import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { packageRoot } from '../constructs/package-root';
import { median, type Bench, type BenchResult } from './bench';
import { tenantNames } from './synth/fleet';
import { readStack, type TerraformJson } from './synth/recorded';
import type { Assignment, Sample, Variant } from './synth/sample';

const TENANTS = Number(process.env.BENCH_TENANTS ?? 1000);
const ROUNDS = 3;
const VARIANTS: readonly Variant[] = ['constructs', 'bindings'];
const MEASURES = ['wallSeconds', 'cpuSeconds', 'peakMebibytes'] as const;

/** What the constructs cost on top of cdktf: a thousand tenants against the same resources as bare classes of the provider's bindings. */
export const synth: Bench = {
  name: 'synth',
  run(report) {
    const directory = mkdtempSync(join(tmpdir(), 'appengine-bench-'));
    try {
      return Promise.resolve(compare(directory, report));
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

function compare(directory: string, report: (line: string) => void): BenchResult {
  const tenants = tenantNames(TENANTS);
  const outdirOf = (variant: Variant): string => join(directory, variant);
  const samples: Readonly<Record<Variant, Sample[]>> = { constructs: [], bindings: [] };
  // The constructs go first: what they write in the first round is what the bindings have to write.
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const variant of VARIANTS) {
      const sample = measure({ variant, tenants, outdir: outdirOf(variant), recording: outdirOf('constructs') });
      samples[variant].push(sample);
      report(`round ${String(round)} of ${String(ROUNDS)}, ${variant}: ${sample.wallSeconds.toFixed(1)} s`);
    }
  }
  const resources = tenants
    .map((tenant) => requireSameStack(outdirOf('constructs'), outdirOf('bindings'), tenant))
    .reduce((a, b) => a + b, 0);

  const medians = VARIANTS.map((variant) => MEASURES.map((measured) => median(samples[variant].map((sample) => sample[measured]))));
  const [ours = [], theirs = []] = medians;
  return {
    name: 'synth',
    head: ['', 'wall s', 'cpu s', 'peak MiB'],
    rows: [
      ...VARIANTS.map((variant, index) => [variant, ...(medians[index] ?? []).map((value) => value.toFixed(1))]),
      ['ratio', ...ours.map((value, index) => (value / (theirs[index] ?? Number.NaN)).toFixed(2))],
    ],
    notes: [
      `${String(TENANTS)} tenants with two pools of two replicas and a gateway each: ${String(resources)} resources, equal in both, attribute by attribute`,
      `medians of ${String(ROUNDS)} rounds, each in a process of its own, the two variants by turns`,
    ],
  };
}

function measure(assignment: Assignment): Sample {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join('bench', 'synth', 'child.ts')], {
    cwd: packageRoot(),
    input: JSON.stringify(assignment),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`synth of ${assignment.variant} failed:\n${stderr}`);
  return JSON.parse(stdout) as Sample;
}

/** Number of resources of a stack. @throws unless both directories have it with the same attributes at the same addresses */
function requireSameStack(expected: string, actual: string, stack: string): number {
  const wanted = withoutComments(readStack(expected, stack));
  if (!isDeepStrictEqual(wanted, withoutComments(readStack(actual, stack)))) throw new Error(`the two variants differ in ${stack}`);
  return Object.values(wanted.resource).reduce((sum, resources) => sum + Object.keys(resources).length, 0);
}

/** cdktf writes the path of the construct beside each resource: the only difference there may be. */
function withoutComments(stack: TerraformJson): TerraformJson {
  return JSON.parse(JSON.stringify(stack, (key, value: unknown) => (key === '//' ? undefined : value))) as TerraformJson;
}
