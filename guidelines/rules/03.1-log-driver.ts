import { unknown } from '../facts/known';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

const APPROVED: ReadonlySet<string> = new Set([
  'awslogs',
  'fluentd',
  'gcplogs',
  'gelf',
  'journald',
  'json-file',
  'local',
  'splunk',
  'syslog',
]);

export const logDriver = defineRule({
  id: 'SDG-03.1',
  severity: 'medium',
  references: { cis: ['2.13'], nist: ['4.4.4'] },
  title: 'the output of the container goes nowhere, or to a driver that is not approved',
  impact: 'an intruder leaves no trace',
  remediation: 'drop `log_driver`, or use LogPolicy.rotated()',
  appliesTo: ['container'],
  check: ({ logDriver }, { host }) => {
    const isApproved = (driver: string | undefined): boolean => APPROVED.has(driver ?? '');
    if (!logDriver.known || logDriver.value !== undefined) return [expectValue('log_driver', logDriver, isApproved)];
    const fallback = host?.logDriver ?? unknown('not set: the engine decides');
    return [expectValue('log_driver', fallback, isApproved, (driver) => `not set: the engine has ${driver ?? 'none'}`)];
  },
});
