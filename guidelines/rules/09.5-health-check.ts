import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const healthCheck = defineRule({
  id: 'SDG-09.5',
  severity: 'low',
  references: { cis: ['4.6', '5.27'] },
  title: 'an app that no longer serves goes unnoticed',
  impact: 'a hung app gets traffic, and a deploy replaces a good generation by a dead one',
  remediation: 'set `healthCheck: HealthCheck.http("/healthz")`, or use HealthCheck.none(reason)',
  exception: 'a program that serves no requests and ends by itself',
  appliesTo: ['container'],
  check: ({ isLongRunning, healthTest }) => {
    if (isLongRunning.known && !isLongRunning.value) return [];
    if (healthTest.known && healthTest.value === undefined)
      return [{ status: 'unknown', attribute: 'healthcheck', value: 'not set: the image decides' }];
    return [expectValue('healthcheck.test', healthTest, (test) => test !== 'NONE')];
  },
});
