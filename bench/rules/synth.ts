import { App, TerraformStack } from '../../constructs/cdktf/framework';
import { declareFleet } from '../synth/fleet';
import { costOf, peakMebibytes, type SynthSample } from './sample';

const [outdir = '', ...tenants] = process.argv.slice(2);
const app = new App({ outdir, stackTraces: false });
const [, synth] = costOf(() => {
  declareFleet(app, tenants);
  app.synth();
});
const stacks = app.node.children.filter((child) => child instanceof TerraformStack);
const [, validation] = costOf(() => {
  for (const stack of stacks) stack.node.validate();
});
const [, rendering] = costOf(() => {
  for (const stack of stacks) stack.toTerraform();
});
const sample: SynthSample = { synth, validation, rendering, peakMebibytes: peakMebibytes() };
process.stdout.write(JSON.stringify(sample));
