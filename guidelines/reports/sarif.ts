import { createHash } from 'node:crypto';
import type { Log, ReportingDescriptor, Result, Run, Suppression } from 'sarif';
import { isResolvedLater, type Audit, type SkippedSurface } from '../audit';
import type { Report, Row } from '../report';
import type { Rule, Severity } from '../rule';
import type { Surface } from '../surface';
import type { Acceptance } from '../waivers';
import { adjustmentText } from './finding';
import { allRules } from './groups';
import { referencesOf } from './references';
import { sentence } from './sentence';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const satisfies Record<Severity, Result.level>;

/** Score for code scanners: the middle of the CVSS range of that name. */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

/** SARIF 2.1.0, one run a surface, with a result for everything that failed, is unknown or is accepted. No time, no path of this machine. */
export function renderSarif(audit: Audit): string {
  const rules = [...allRules(audit).values()];
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [...audit.reports.map((report) => runOf(audit, report, rules)), ...audit.skipped.map((surface) => emptyRun(surface, rules))],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function runOf(audit: Audit, { surface, rows }: Report, rules: readonly Rule[]): Run {
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  const results = rows
    .filter(({ status }) => status === 'fail' || status === 'unknown' || status === 'waived')
    .map((row): Result => ({ ...resultOf(row, isResolvedLater(audit, surface, row)), ruleIndex: indices.get(row.rule) ?? -1 }));
  return { ...runFrame(surface, rules), invocations: [{ executionSuccessful: true }], results };
}

/** A run that did not take place, and why. */
function emptyRun({ surface, reason }: SkippedSurface, rules: readonly Rule[]): Run {
  const notification = { level: 'note' as const, message: { text: `${surface} was not looked at: ${reason}` } };
  return {
    ...runFrame(surface, rules),
    invocations: [{ executionSuccessful: false, toolExecutionNotifications: [notification] }],
    results: [],
  };
}

function runFrame(surface: Surface, rules: readonly Rule[]): Pick<Run, 'automationDetails' | 'columnKind' | 'tool'> {
  return {
    tool: { driver: { name: 'appengine', rules: rules.map(descriptorOf) } },
    automationDetails: { id: `appengine/${surface}/` },
    columnKind: 'utf16CodeUnits',
  };
}

function descriptorOf(rule: Rule): ReportingDescriptor {
  const { id, severity, guideline, title, impact, remediation, exception, unwaivable } = rule;
  const references = referencesOf(rule);
  const exceptions = exception === undefined ? [] : [`Where it may fail for a good reason: ${exception}.`];
  return {
    id,
    shortDescription: { text: sentence(title) },
    fullDescription: { text: sentence(`Opens: ${impact}`) },
    help: {
      text: [`Opens: ${impact}.`, `Fix: ${remediation}.`, ...exceptions, ...adjustmentText(rule)].join('\n'),
      markdown: [`**Opens:** ${impact}.`, `**Fix:** ${remediation}.`, ...exceptions, ...adjustmentText(rule)].join('\n\n'),
    },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['security', `guideline-${String(guideline).padStart(2, '0')}`, ...references],
      'security-severity': SCORES[severity],
      severity,
      waivable: unwaivable !== true,
    },
  };
}

function resultOf({ rule, severity, status, address, path, attribute, value, acceptance }: Row, settled: boolean): Result {
  const text = attribute === '' ? `${path === '' ? rule : path}: ${status}` : `${attribute} = ${value}`;
  const isKnown = status !== 'unknown';
  return {
    ruleId: rule,
    // An unknown value is neither good nor bad: SARIF has results of such a kind, without a level.
    kind: isKnown ? 'fail' : 'review',
    level: isKnown ? LEVELS[severity] : 'none',
    message: { text: isKnown ? text : `${text}: ${settled ? 'unknown here, told by a later surface' : 'unknown'}` },
    locations: [
      { logicalLocations: [{ fullyQualifiedName: path === '' ? 'all' : path, name: path.split('/').at(-1) ?? path, kind: 'resource' }] },
    ],
    partialFingerprints: {
      'appengine/v1': createHash('sha256')
        .update(JSON.stringify([rule, path, attribute, value]))
        .digest('hex'),
    },
    ...(acceptance === undefined ? {} : { suppressions: [suppressionOf(acceptance)] }),
    properties: { severity, status, address },
  };
}

/** SARIF 2.1.0 has no end for a suppression; it may be among the properties. */
function suppressionOf({ source, reason, owner, expires }: Acceptance): Suppression {
  return {
    kind: 'inSource',
    status: 'accepted',
    justification: reason,
    properties: { source, ...(owner === undefined ? {} : { owner }), ...(expires === undefined ? {} : { expires }) },
  };
}
