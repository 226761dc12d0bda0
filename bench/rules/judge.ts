import { readFileSync } from 'node:fs';
import { factsOfTerraformJson, evaluate } from '../../guidelines';
import { costOf, peakMebibytes, type Assignment, type JudgeSample } from './sample';
import { manyTenants } from './tenants';

const json = manyTenants(JSON.parse(readFileSync(0, 'utf8')) as Assignment);
const [facts, reading] = costOf(() => factsOfTerraformJson(json));
const [{ rows, counts }, judging] = costOf(() => evaluate(facts, { today: '2027-01-01' }));

const sample: JudgeSample = {
  containers: facts.filter(({ kind }) => kind === 'container').length,
  rows: rows.length,
  findings: counts.fail + counts.unknown,
  reading,
  judging,
  peakMebibytes: peakMebibytes(),
};
process.stdout.write(JSON.stringify(sample));
