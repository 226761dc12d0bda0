import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import Ajv from 'ajv';
import type { Log } from 'sarif';
import { renderSarif, type Audit } from '../../../../guidelines';
import { AUDIT, CLEAN, HOSTILE, UNSETTLED } from './audit';

const validate = new Ajv({ allErrors: true, schemaId: 'auto', logger: false }).compile({
  ...schema,
  $schema: 'http://json-schema.org/draft-07/schema#',
});

function sarif(audit: Audit): Log {
  return JSON.parse(renderSarif(audit)) as Log;
}

test.each(Object.entries({ AUDIT, UNSETTLED, CLEAN, HOSTILE }))('%s is valid SARIF 2.1.0', (_, audit) => {
  validate(sarif(audit));
  expect(validate.errors ?? []).toEqual([]);
});

test('the schema would notice', () => {
  expect(validate({ ...sarif(AUDIT), version: '2.0.0' })).toBe(false);
  expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
});

test('a run a surface; one that was not looked at says why', () => {
  const { runs } = sarif(AUDIT);

  expect(runs.map(({ automationDetails }) => automationDetails?.id)).toEqual(['appengine/synth/', 'appengine/plan/', 'appengine/live/']);
  expect(runs[2]).toMatchObject({
    results: [],
    invocations: [
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ message: { text: 'live was not looked at: no engine answers' } }],
      },
    ],
  });
});

test('a rule explains itself', () => {
  expect(sarif(AUDIT).runs[0]?.tool.driver.rules?.find(({ id }) => id === 'SDG-10.6')).toMatchObject({
    shortDescription: { text: 'The files of the image can be changed.' },
    help: { text: expect.stringContaining('Fix: '), markdown: expect.stringContaining('**Fix:** ') },
    defaultConfiguration: { level: 'error' },
    properties: { tags: expect.arrayContaining(['security', 'guideline-10', 'CIS 5.13']), 'security-severity': '8.0' },
  });
});

test('a failure, something unknown, and something accepted', () => {
  const [run] = sarif(AUDIT).runs;

  expect(run?.results).toMatchObject([
    {
      ruleId: 'SDG-06.1',
      kind: 'review',
      level: 'none',
      message: { text: 'memory = ${var.memory}: unknown here, told by a later surface' },
    },
    {
      ruleId: 'SDG-09.2',
      kind: 'fail',
      level: 'note',
      message: { text: 'init = false' },
      locations: [{ logicalLocations: [{ fullyQualifiedName: 'docker_container.x', kind: 'resource' }] }],
    },
    {
      ruleId: 'SDG-10.6',
      kind: 'fail',
      level: 'error',
      suppressions: [
        {
          kind: 'inSource',
          status: 'accepted',
          justification: 'because of <a> test',
          properties: { source: 'waiver', owner: 'ana', expires: '2027-01-10' },
        },
      ],
    },
  ]);
  for (const { ruleId, ruleIndex = -1 } of run?.results ?? []) expect(run?.tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
});

test('a finding has the same fingerprint wherever it is', () => {
  const fingerprints = sarif(AUDIT)
    .runs.map(({ results = [] }) => results.filter(({ ruleId }) => ruleId === 'SDG-09.2'))
    .map(([result]) => result?.partialFingerprints);

  expect(fingerprints[0]).toEqual(fingerprints[1]);
  expect(fingerprints[0]).toMatchObject({ 'appengine/v1': expect.stringMatching(/^[0-9a-f]{64}$/) });
});
