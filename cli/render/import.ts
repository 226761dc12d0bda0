import type { Remark } from '../../operations/import/remark';
import { colors } from '../terminal/colors';
import { renderTable } from '../terminal/table';

/** The result of an import, for programs. */
export interface ImportDocument {
  readonly tenant: string;
  /** Such as `Compose`. */
  readonly format: string;
  readonly files: readonly string[];
  /** Absolute path of the tenant's file. */
  readonly output: string;
  readonly services: readonly ImportedService[];
  /** About no service of its own. */
  readonly remarks: readonly Remark[];
}

/** A service of the source, and its fate. */
export interface ImportedService {
  readonly name: string;
  /** Such as `RuntimePool`; null where it is left out. */
  readonly becomes: string | null;
  /** True where nothing is left to do. */
  readonly deploysAtOnce: boolean;
  readonly remarks: readonly Remark[];
}

const WIDTH = 90;

/**
 * For people: what deploys at once, what is left to do, and what comes next.
 * @param output as it is shown
 * @param isProject false where there is no project yet
 */
export function renderImport({ tenant, services, remarks }: ImportDocument, output: string, isProject: boolean): string {
  const rows = services.map((service) => [service.name, service.becomes ?? 'left out', atOnce(service), leftToDo(service)]);
  const others = remarks.filter(({ kind }) => kind === 'todo').map(({ key, text }) => `  ${key}: ${text}`);
  const all = [...remarks, ...services.flatMap((service) => service.remarks)];
  const left = distinct(all.filter(({ kind }) => kind === 'todo'));
  const changed = distinct(all.filter(({ kind }) => kind !== 'todo'));
  return [
    `  ${colors.green('✔')} ${output}`,
    '',
    renderTable(rows, ['service', 'becomes', 'at once', 'left to do']),
    ...(others.length === 0 ? [] : ['', ...others]),
    '',
    `  ${count(left, 'thing')} left to do, ${count(changed, 'change')} that the comments of the file tell.`,
    '',
    '  Next:',
    ...steps(tenant, output, { left, isProject }).map((step) => `    ${step}`),
    '',
  ].join('\n');
}

function atOnce({ becomes, deploysAtOnce }: ImportedService): string {
  if (becomes === null) return '–';
  return deploysAtOnce ? colors.green('yes') : colors.yellow('no');
}

/** Each thing once, in lines that fit beside the other columns. */
function leftToDo({ remarks, becomes }: ImportedService): string {
  const said = becomes === null ? remarks : remarks.filter(({ kind }) => kind === 'todo');
  const texts = [...new Set(said.map(({ key, text }) => `${key}: ${text}`))];
  return texts.flatMap((text) => wrapped(text)).join('\n');
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > WIDTH) lines.push(lines.length === 0 ? word : `  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function steps(
  tenant: string,
  output: string,
  { left, isProject }: { readonly left: number; readonly isProject: boolean },
): readonly string[] {
  return [
    ...(isProject ? [] : ['npx appengine init .', 'npm install']),
    ...(left === 0 ? [] : [`do what ${output} says after "To do"`]),
    `npx appengine up --only ${tenant}`,
  ];
}

/** Several services can have the same thing to do. */
function distinct(remarks: readonly Remark[]): number {
  return new Set(remarks.map(({ key, text }) => `${key} ${text}`)).size;
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
