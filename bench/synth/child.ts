import { readFileSync } from 'node:fs';
import { App } from '../../constructs/cdktf/framework';
import { declareFleet } from './fleet';
import { declareRecorded, record } from './recorded';
import type { Assignment, Sample } from './sample';

const { variant, tenants, outdir, recording } = JSON.parse(readFileSync(0, 'utf8')) as Assignment;
const recorded = variant === 'bindings' ? tenants.map((tenant) => record(recording, tenant)) : [];

const began = performance.now();
const before = process.cpuUsage();
const app = new App({ outdir, stackTraces: false });
if (variant === 'bindings') for (const stack of recorded) declareRecorded(app, stack);
else declareFleet(app, tenants);
app.synth();

const cpu = process.cpuUsage(before);
const sample: Sample = {
  wallSeconds: (performance.now() - began) / 1000,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  peakMebibytes: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(sample));
