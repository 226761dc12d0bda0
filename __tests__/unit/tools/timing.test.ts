import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteDeployment } from '../../live/harness/deployment-log';
import { readDeployments, renderDeployments, renderSlowest, timesOfJest } from '../../../tools/test/timing';

test('the 25 slowest files are shown, the slowest first', () => {
  const testResults = Array.from({ length: 30 }, (_, index) => ({
    name: `/home/somebody/__tests__/live/file-${String(index)}.test.ts`,
    startTime: 5000,
    endTime: 5000 + index * 1000,
  }));
  const lines = renderSlowest(timesOfJest(JSON.stringify({ testResults }))).split('\n');
  expect(lines).toHaveLength(26);
  expect(lines[1]).toMatch(/^ *live\/file-29\.test\.ts +29s$/);
  expect(lines[25]).toMatch(/file-5\.test\.ts/);
});

test('what tests deploy is shown with its seconds', () => {
  const directory = mkdtempSync(join(tmpdir(), 'appengine-timing-'));
  const file = join(directory, 'deployments.jsonl');
  try {
    expect(readDeployments(file)).toEqual([]);
    // A run of all tests sets it.
    delete process.env.APPENGINE_DEPLOYMENT_LOG;
    noteDeployment('one', 'up', 1);
    process.env.APPENGINE_DEPLOYMENT_LOG = file;
    noteDeployment('two', 'up --only acme', 12.34);
    noteDeployment('two', 'down', 5);
    expect(readDeployments(file)).toEqual([
      { instance: 'two', command: 'up --only acme', seconds: 12.34 },
      { instance: 'two', command: 'down', seconds: 5 },
    ]);
    expect(renderDeployments(readDeployments(file))).toMatch(/two +up --only acme +12\.3 s\n.*two +down +5\.0 s\n.*2 in all +17\.3 s$/);
  } finally {
    delete process.env.APPENGINE_DEPLOYMENT_LOG;
    rmSync(directory, { recursive: true });
  }
});
