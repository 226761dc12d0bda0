import { isResolvedLater, type Audit } from '../../audit';
import { groupBy } from '../../group-by';
import { GUIDELINES } from '../../guidelines';
import type { Row, Status } from '../../report';
import { SIGNS } from '../finding';
import { allRules } from '../groups';
import { breakable, html, type Markup } from './markup';

/** From what matters most to what does not; a cell shows the first of them that is in it. */
const RANKS: readonly Status[] = ['fail', 'unknown', 'waived', 'pass'];
const WORDS: Readonly<Record<Status, string>> = {
  fail: 'failed',
  unknown: 'unknown',
  waived: 'accepted',
  pass: 'passed',
  'not-applicable': 'nothing to judge',
};

/** `Service2` before `Service10`. */
const COLLATOR = new Intl.Collator('en', { numeric: true });

/** A row of one rule's guideline. */
interface Judged {
  readonly row: Row;
  readonly guideline: number;
}

/** Guidelines across, resources down: the worst that any of the guideline's rules says of the resource on any surface. */
export function matrix(audit: Audit): Markup {
  const rules = allRules(audit);
  const judged = audit.reports.flatMap(({ surface, rows }) =>
    rows
      .filter(
        (row) => row.path !== '' && row.status !== 'not-applicable' && !(row.status === 'unknown' && isResolvedLater(audit, surface, row)),
      )
      .map((row): Judged => ({ row, guideline: rules.get(row.rule)?.guideline ?? 0 })),
  );
  const byPath = [...groupBy(judged, ({ row }) => [row.path])].sort(([a], [b]) => COLLATOR.compare(a, b));
  const byOwner = groupBy(byPath, ([path]) => [path.split('/')[0] ?? path]);
  return html`<div class="scroll">
    <table class="matrix">
      <caption>
        The worst that the rules of a guideline say of a resource, on any surface.
      </caption>
      <thead>
        <tr class="titles">
          <th scope="col" class="soft">Resource</th>
          ${GUIDELINES.map(({ title }) => html`<th scope="col"><span>${title}</span></th>`)}
        </tr>
        <tr class="numbers">
          <th scope="col"><span class="hidden">Resource</span></th>
          ${GUIDELINES.map(({ number }) => html`<th scope="col">${number}</th>`)}
        </tr>
      </thead>
      ${[...byOwner].map(([owner, resources]) => body(owner, resources))}
    </table>
  </div>`;
}

/** Legend of the signs. */
export function legend(): Markup {
  const items = [...RANKS, 'not-applicable' as const].map((status) => html`<li>${mark(status)} ${WORDS[status]}</li>`);
  return html`<ul class="legend">
    ${items}
  </ul>`;
}

function body(owner: string, resources: readonly (readonly [string, readonly Judged[]])[]): Markup {
  const columns = GUIDELINES.length + 1;
  const rows = resources.map(([path, judged]) => {
    const name = path.startsWith(`${owner}/`) ? path.slice(owner.length + 1) : path;
    return html`<tr>
      <th scope="row" class="path">${breakable(name)}</th>
      ${GUIDELINES.map(({ number }) => cell(judged.filter(({ guideline }) => guideline === number)))}
    </tr> `;
  });
  return html`<tbody>
    <tr>
      <th class="group" scope="rowgroup" colspan="${columns}">${owner}</th>
    </tr>
    ${rows}
  </tbody> `;
}

function cell(judged: readonly Judged[]): Markup {
  const worst = RANKS.find((status) => judged.some(({ row }) => row.status === status)) ?? 'not-applicable';
  const rules = [...new Set(judged.filter(({ row }) => row.status === worst).map(({ row }) => row.rule))].sort();
  const [first] = rules;
  if (first === undefined || worst === 'pass') return html`<td>${mark(worst)}<span class="hidden">${WORDS[worst]}</span></td>`;
  const words = `${WORDS[worst]}: ${rules.join(', ')}`;
  return html`<td>
    <a href="#${anchor(worst, first)}" title="${words}">${mark(worst)}<span class="hidden">${words}</span></a>
  </td>`;
}

function mark(status: Status): Markup {
  return html`<span class="mark ${status === 'not-applicable' ? 'none' : status}" aria-hidden="true"
    >${status === 'not-applicable' ? '·' : SIGNS[status]}</span
  >`;
}

/** Anchor of the details of a rule. */
export function anchor(status: Status, rule: string): string {
  return `${status}-${rule}`;
}
