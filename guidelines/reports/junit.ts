import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces';
import { isResolvedLater, type Audit } from '../audit';
import type { Report, Row } from '../report';
import type { Rule } from '../rule';
import { acceptanceText } from './finding';
import { sourcesOf } from './references';

/** XML 1.0 has no way to write these, not even escaped. */
const REPLACEMENT = '\uFFFD';

/** JUnit's XML: a suite a surface, a case for each evaluated value. No time, no host. */
export function renderJunit(audit: Audit): string {
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: REPLACEMENT }).ele('testsuites', {
    name: 'appengine audit',
  });
  for (const report of audit.reports) addSuite(root, audit, report);
  for (const { surface, reason } of audit.skipped) {
    root
      .ele('testsuite', { name: surface, tests: 1, failures: 0, errors: 0, skipped: 1 })
      .ele('testcase', { name: surface, classname: surface })
      .ele('skipped', { message: `not looked at: ${reason}` });
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

function addSuite(root: XMLBuilder, audit: Audit, { surface, rows, rules }: Report): void {
  // Rows that are not applicable are no cases.
  const judged = rows
    .filter(({ status }) => status !== 'not-applicable')
    .map((row) => ({ row, settled: row.status === 'unknown' && isResolvedLater(audit, surface, row) }));
  const count = (isSuch: (row: Row, settled: boolean) => boolean): number =>
    judged.filter(({ row, settled }) => isSuch(row, settled)).length;
  const suite = root.ele('testsuite', {
    name: surface,
    tests: judged.length,
    failures: count(({ status }) => status === 'fail'),
    errors: count(({ status }, settled) => status === 'unknown' && !settled),
    skipped: count(({ status }, settled) => status === 'waived' || settled),
  });
  for (const { row, settled } of judged) {
    const value = row.attribute === '' ? '' : ` ${row.attribute} = ${row.value}`;
    const testcase = suite.ele('testcase', { name: `${row.rule}${value}`, classname: `${surface}.${row.path === '' ? 'all' : row.path}` });
    addResult(testcase, row, settled, rules.get(row.rule));
  }
}

function addResult(testcase: XMLBuilder, { status, severity, acceptance }: Row, settled: boolean, rule: Rule | undefined): void {
  const advice =
    rule === undefined ? '' : [rule.title, sourcesOf(rule), `impact: ${rule.impact}`, `remediation: ${rule.remediation}`].join('\n');
  const message = `${severity}: ${rule?.title ?? ''}`;
  if (status === 'fail') testcase.ele('failure', { type: severity, message }).txt(advice);
  if (status === 'unknown' && !settled) testcase.ele('error', { type: 'unknown', message }).txt(advice);
  if (settled) testcase.ele('skipped', { message: 'unknown here, told by a later surface' });
  if (acceptance !== undefined) testcase.ele('skipped', { message: `accepted: ${acceptanceText(acceptance)}` });
}
