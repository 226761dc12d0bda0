import { isEmpty, type PlanDocument, type StackDocument } from '../../operations/plan/plan-document';
import type { SecurityChange } from '../../operations/plan/security/grant';
import { grouped, subjectOf, type GroupedChange } from '../../operations/plan/security/grouped';
import { harmless } from '../../operations/process/harmless';
import { NONE, noteOn, placesOf, sumOf, summaryOf, withShortDigests } from './plan';

/** Bytes that a comment of a pull request may have, with room for what a program adds. */
const LONGEST = 60 * 1024;
/** The last lines, and what says that some were left out. */
const RESERVED = 1024;
const LONGEST_VALUE = 400;

const SIGNS: Readonly<Record<SecurityChange['direction'], string>> = {
  wider: '🔺 **wider**',
  unknown: '❔ **unknown**',
  changed: '🔸 changed',
  narrower: '🔹 narrower',
};

/** A comment for a pull request: a summary, a table of the security diff, and the rest folded. */
export function renderPlanMarkdown(plan: PlanDocument): string {
  const head = ['### What would change', '', isEmpty(plan) ? 'Nothing.' : summaryOf(plan.summary), ''];
  const changes = plan.stacks.flatMap(({ isNew, security }) => (isNew ? [] : grouped(security)));
  const table =
    changes.length === 0
      ? []
      : ['| | What | Before | After | Where | |', '| --- | --- | --- | --- | --- | --- |', ...changes.map(tableRow), ''];
  const notes = [
    ...plan.stacks.filter(({ isNew, security }) => isNew && security.length > 0).map((stack) => `- ${text(sumOf(stack))}`),
    ...plan.stacks.filter(({ isUndescribed }) => isUndescribed).map((stack) => `- ${text(noteOn(stack))}`),
    ...plan.undeclared.map((name) => `- ${text(name)} is deployed and no longer declared`),
  ];
  const rest = plan.stacks.flatMap(stackLines);
  const folded = rest.length === 0 ? [] : ['', '<details><summary>By stack and app</summary>', '', ...rest];
  return fitting([...head, ...table, ...notes, ...folded], rest.length === 0 ? [] : ['', '</details>']);
}

function tableRow(change: GroupedChange): string {
  const { direction, from, to, guideline, reason } = change;
  const why = reason === undefined ? '' : `<br>${text(reason)}`;
  return `| ${SIGNS[direction]} | ${text(subjectOf(change))} | ${value(from)} | ${value(to)}${why} | ${value(placesOf(change))} | ${text(guideline)} |`;
}

function stackLines({ name, changes, resources, isNew }: StackDocument): readonly string[] {
  if (changes.length + resources.length === 0) return [];
  const others = changes.length === 0 ? [`- ${String(resources.length)} resources that no app is made of`] : [];
  return [
    `**${text(name)}**${isNew ? ' (new)' : ''}`,
    '',
    ...changes.map(({ app, text: what }) => `- ${app === '' ? '' : `${text(app)}: `}${text(what)}`),
    ...others,
    '',
  ];
}

/** The first lines, as many as a comment may have. @param end lines that close what is open at the end of all lines */
function fitting(lines: readonly string[], end: readonly string[]): string {
  let bytes = 0;
  const room = lines.findIndex((line) => (bytes += Buffer.byteLength(line) + 1) > LONGEST - RESERVED);
  if (room === -1) return `${[...lines, ...end].join('\n')}\n`;
  const kept = lines.slice(0, room);
  const isOpen = kept.some((line) => line.startsWith('<details>'));
  const left = `${String(lines.length - room)} lines are left out here: a comment has no place for them. All of them: \`npx appengine plan --json\`.`;
  return `${[...kept, '', left, ...(isOpen ? end : [])].join('\n')}\n`;
}

function value(content: string): string {
  return content === '' ? NONE : `<code>${text(content)}</code>`;
}

/** Text that is no markup: what a project names cannot be a link, a mention or a cell of its own. */
function text(content: string): string {
  const whole = withShortDigests(content);
  return harmless(whole.length > LONGEST_VALUE ? `${whole.slice(0, LONGEST_VALUE)} …` : whole)
    .replaceAll('\n', ' ')
    .replace(/[&<>|`*_~[\]\\@#!]|:(?=\S)/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
