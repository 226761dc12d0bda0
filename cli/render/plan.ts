import { isEmpty, type PlanDocument, type PlanSummary, type StackDocument } from '../../operations/plan/plan-document';
import { grouped, subjectOf, sums, type GroupedChange } from '../../operations/plan/security/grouped';
import type { SecurityChange } from '../../operations/plan/security/grant';
import { harmless } from '../../operations/process/harmless';
import { colors } from '../terminal/colors';
import { renderTable } from '../terminal/table';

const SHOWN_PLACES = 3;
/** In place of an app, for what is of none. */
const STACK = '·';
/** Words for an old or a new value that is not there. */
export const NONE = 'none';

/** Changes by app as a person reads them, then the security diff. */
export function renderPlan(plan: PlanDocument): string {
  if (isEmpty(plan)) return `\n${[...nothing(plan), ...undeclared(plan)].join('\n')}\n`;
  return [
    '',
    ...plan.stacks.flatMap(renderStack),
    ...renderSecurity(plan),
    ...undeclared(plan),
    `  ${summaryOf(plan.summary)}`,
    `  Next: ${plan.against === 'deployed' ? 'npx appengine up' : 'npx appengine plan, which compares with what is deployed'}`,
    '',
  ].join('\n');
}

/** `2 added, 1 replaced; security: 1 wider, 1 changed`. */
export function summaryOf({ create, replace, update, delete: removed, wider, narrower, changed, unknown }: PlanSummary): string {
  const told = (parts: readonly (readonly [count: number, word: string])[], none: string): string =>
    parts
      .filter(([count]) => count > 0)
      .map(([count, word]) => `${String(count)} ${word}`)
      .join(', ') || none;
  const resources = [
    [create, 'added'] as const,
    [replace, 'replaced'] as const,
    [update, 'changed'] as const,
    [removed, 'removed'] as const,
  ];
  const security = [
    ...[[wider, 'wider'] as const, [unknown, 'known after the apply'] as const],
    ...[[changed, 'changed'] as const, [narrower, 'narrower'] as const],
  ];
  return `Resources: ${told(resources, 'no change')}. Security: ${told(security, 'no difference')}.`;
}

/** Such as `acme/Shop, acme/Worker and 10 more`. */
export function placesOf({ places }: GroupedChange): string {
  const shown = places.slice(0, SHOWN_PLACES).join(', ');
  return places.length <= SHOWN_PLACES ? shown : `${shown} and ${String(places.length - SHOWN_PLACES)} more`;
}

/** Such as `acme is new; it gets 2 × published port`. */
export function sumOf({ name, security }: StackDocument): string {
  const all = sums(security);
  return `${name} is new${all.length === 0 ? '' : `; it gets ${all.join(', ')}`}`;
}

/** Notice about a stack that cannot be compared as a whole. */
export function noteOn({ name }: StackDocument): string {
  return `${name} was deployed by an earlier version: its exemptions, waivers, quota and egress are compared from the next deploy on`;
}

/** For a terminal, and with the beginning of a digest alone: who has to compare them takes the JSON. */
function shown(text: string): string {
  return harmless(withShortDigests(text));
}

/** `sha256:4f06b3c5e8a9…`. */
export function withShortDigests(text: string): string {
  return text.replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1…');
}

function nothing({ against }: PlanDocument): readonly string[] {
  return [`  Nothing would change${against === 'deployed' ? ': what is deployed is what is declared' : ''}.`];
}

function renderStack({ name, changes, resources, isNew }: StackDocument): readonly string[] {
  if (changes.length + resources.length === 0) return [];
  const title = `  ${colors.bold(name)}${isNew ? ' (new)' : ''}`;
  const told = changes.map(({ app, text }, index) => [changes[index - 1]?.app === app ? '' : harmless(app || STACK), shown(text)]);
  const rows = told.length > 0 ? told : [[STACK, `${String(resources.length)} resources that no app is made of`]];
  return [
    title,
    ...renderTable(rows)
      .split('\n')
      .map((line) => `  ${line}`),
    '',
  ];
}

function renderSecurity({ stacks }: PlanDocument): readonly string[] {
  const fresh = stacks.filter(({ isNew, security }) => isNew && security.length > 0);
  const changes = stacks.flatMap(({ isNew, security }) => (isNew ? [] : grouped(security)));
  const notes = stacks.filter(({ isUndescribed }) => isUndescribed).map((stack) => `    ${colors.yellow('!')} ${noteOn(stack)}`);
  if (fresh.length + changes.length + notes.length === 0) return [];
  return [
    `  ${colors.bold('Security')}`,
    ...changes.flatMap(renderChange),
    ...fresh.map((stack) => `    ${colors.yellow('+')} ${sumOf(stack)} (one by one: --json)`),
    ...notes,
    '',
  ];
}

const SIGNS: Readonly<Record<SecurityChange['direction'], () => string>> = {
  wider: () => colors.red('▲ wider   '),
  unknown: () => colors.red('? unknown '),
  changed: () => colors.yellow('~ changed '),
  narrower: () => colors.green('▼ narrower'),
};

function renderChange(change: GroupedChange): readonly string[] {
  const { direction, from, to, guideline, reason } = change;
  return [
    `    ${SIGNS[direction]()}  ${harmless(subjectOf(change))}: ${shown(`${from || NONE} → ${to || NONE}`)}  ${colors.dim(guideline)}`,
    `                ${harmless(placesOf(change))}`,
    ...(reason === undefined ? [] : [`                because: ${harmless(reason)}`]),
  ];
}

function undeclared({ undeclared: names }: PlanDocument): readonly string[] {
  return names.map(
    (name) =>
      `  ${colors.yellow('!')} ${name} is deployed and no longer declared; up leaves it, and npx appengine down --only ${name} removes it`,
  );
}
