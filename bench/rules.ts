import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../constructs/package-root';
import { median, type Bench, type BenchResult } from './bench';
import type { Assignment, Cost, JudgeSample, SynthSample } from './rules/sample';
import { tenantNames } from './synth/fleet';

const CONTAINERS = Number(process.env.BENCH_CONTAINERS ?? 10_000);
const TENANTS = Number(process.env.BENCH_TENANTS ?? 1000);
const ROUNDS = 3;

/** What judging costs: ten thousand containers at once, and the part of a synth that the rules take. */
export const rules: Bench = {
  name: 'rules',
  run(report) {
    const directory = mkdtempSync(join(tmpdir(), 'appengine-bench-'));
    try {
      return Promise.resolve(measure(directory, report));
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

function measure(directory: string, report: (line: string) => void): BenchResult {
  const [first = ''] = tenantNames(1);
  synthesize(join(directory, 'one'), [first]);
  const assignment: Assignment = {
    recorded: readFileSync(join(directory, 'one', 'stacks', first, 'cdk.tf.json'), 'utf8'),
    tenant: first,
    containers: CONTAINERS,
  };
  const judged = Array.from({ length: ROUNDS }, (_, round) => {
    const sample = JSON.parse(run('judge.ts', [], JSON.stringify(assignment))) as JudgeSample;
    report(`round ${String(round + 1)} of ${String(ROUNDS)}: ${String(sample.containers)} containers judged`);
    return sample;
  });
  report(`synth of ${String(TENANTS)} tenants`);
  const { synth, validation, rendering, peakMebibytes } = synthesize(join(directory, 'all'), tenantNames(TENANTS));

  const { containers, rows, findings } = judged[0] ?? { containers: 0, rows: 0, findings: 0 };
  const peak = median(judged.map((sample) => sample.peakMebibytes));
  return {
    name: 'rules',
    head: ['', 'wall s', 'cpu s', 'peak MiB'],
    rows: [
      line(`read ${String(containers)} containers`, medianOf(judged.map(({ reading }) => reading)), ''),
      line(`judge them: ${String(rows)} rows`, medianOf(judged.map(({ judging }) => judging)), peak.toFixed(0)),
      line(`synth of ${String(TENANTS)} tenants`, synth, peakMebibytes.toFixed(0)),
      line('its validation', validation, ''),
      line('of that rendering', rendering, ''),
      ['validation / synth', ...shares(validation, synth), ''],
      ['rules / synth', ...shares(difference(validation, rendering), synth), ''],
    ],
    notes: [
      `medians of ${String(ROUNDS)} rounds for the containers, each in a process of its own; ${String(findings)} findings`,
      'validation and rendering are measured by doing them once more after the synth; the rules are the rest of the validation',
    ],
  };
}

function synthesize(outdir: string, tenants: readonly string[]): SynthSample {
  mkdirSync(outdir);
  return JSON.parse(run('synth.ts', [outdir, ...tenants], '')) as SynthSample;
}

/** Runs a program of this bench in a process of its own, and returns what it wrote. */
function run(program: string, args: readonly string[], input: string): string {
  const command = ['--import', 'tsx', join('bench', 'rules', program), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: packageRoot(), input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed:\n${stderr}`);
  return stdout;
}

function medianOf(costs: readonly Cost[]): Cost {
  return {
    wallSeconds: median(costs.map(({ wallSeconds }) => wallSeconds)),
    cpuSeconds: median(costs.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

function line(name: string, { wallSeconds, cpuSeconds }: Cost, memory: string): readonly string[] {
  return [name, wallSeconds.toFixed(2), cpuSeconds.toFixed(2), memory];
}

function difference(whole: Cost, part: Cost): Cost {
  return { wallSeconds: whole.wallSeconds - part.wallSeconds, cpuSeconds: whole.cpuSeconds - part.cpuSeconds };
}

function shares(part: Cost, whole: Cost): readonly string[] {
  return [part.wallSeconds / whole.wallSeconds, part.cpuSeconds / whole.cpuSeconds].map((share) => `${(share * 100).toFixed(0)} %`);
}
