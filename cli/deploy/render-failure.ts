import { colors } from '../terminal/colors';
import { indent } from '../terminal/format';
import type { StackOutcome } from './deploy-stack';

/** The message of the gate or job first, then what still works and what to do. */
export function renderFailure(outcome: StackOutcome): string {
  const { name, errors, stillServing } = outcome;
  const lines = [
    `  ${colors.red('✖')} ${colors.bold(name)}`,
    ...errors.map((error) => indent(error, 6)),
    '',
    ...labelled('still serving:', stillServing.length === 0 ? ['nothing of this stack'] : stillServing),
    ...labelled('next:', [`mend it and run again: npx appengine up --only ${name} (nothing has to be cleaned up)`]),
  ];
  return lines.join('\n');
}

function labelled(label: string, values: readonly string[]): string[] {
  return values.map((value, index) => `      ${(index === 0 ? label : '').padEnd(16)}${value}`);
}
