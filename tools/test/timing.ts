import { existsSync, readFileSync } from 'node:fs';
import { formatDuration } from '../../cli/terminal/format';
import { renderTable } from '../../cli/terminal/table';

/** How long a test file took. */
export interface FileTime {
  /** Below `__tests__`. */
  readonly file: string;
  readonly milliseconds: number;
}

/** Something that a test deployed or removed. */
export interface Deployment {
  readonly instance: string;
  /** Such as `up --only acme`. */
  readonly command: string;
  readonly seconds: number;
}

const SLOWEST = 25;

/** The files of `jest --json`. */
export function timesOfJest(text: string): readonly FileTime[] {
  const { testResults } = JSON.parse(text) as { testResults: readonly { name: string; startTime: number; endTime: number }[] };
  return testResults.map(({ name, startTime, endTime }) => ({
    file: name.replace(/^.*\/__tests__\//, ''),
    milliseconds: endTime - startTime,
  }));
}

/** The slowest test files, the slowest first. */
export function renderSlowest(times: readonly FileTime[]): string {
  const slowest = [...times].sort((one, other) => other.milliseconds - one.milliseconds).slice(0, SLOWEST);
  return renderTable(
    slowest.map(({ file, milliseconds }) => [file, formatDuration(milliseconds)]),
    ['SLOWEST FILES', 'TIME'],
  );
}

/** What tests wrote down, a line of JSON each: `__tests__/live/harness/deployment-log.ts`. */
export function readDeployments(file: string): readonly Deployment[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Deployment);
}

/** Every deployment in the order in which they ended, and what they took together. */
export function renderDeployments(deployments: readonly Deployment[]): string {
  const rows = deployments.map(({ instance, command, seconds }) => [instance, command, `${seconds.toFixed(1)} s`]);
  const sum = deployments.reduce((seconds, deployment) => seconds + deployment.seconds, 0);
  return renderTable([...rows, [`${String(deployments.length)} in all`, '', `${sum.toFixed(1)} s`]], ['INSTANCE', 'DEPLOYMENT', 'TIME']);
}
