import type { Audit } from '../../audit';
import type { Status } from '../../report';
import type { Acceptance } from '../../waivers';
import { adjustmentText } from '../finding';
import { allRules, type Finding, type RuleFindings } from '../groups';
import { sourcesOf } from '../references';
import { breakable, html, type Content, type Markup } from './markup';
import { anchor } from './matrix';

/** Failed and unknown findings by rule: impact, remediation and places. */
export function advised(groups: readonly RuleFindings[], status: Status): readonly Markup[] {
  return groups.map(({ rule, severity, findings }) => {
    const { id, title, impact, remediation } = rule;
    const changed = adjustmentText(rule).map(
      (text) =>
        html`<dt>Pack</dt>
          <dd>${text}</dd>`,
    );
    return html`<article class="${status}" id="${anchor(status, id)}">
      <h3>${id} <span class="severity ${severity}">${severity}</span> ${title}</h3>
      <dl>
        <dt>Opens</dt>
        <dd>${impact}</dd>
        <dt>Fix</dt>
        <dd>${code(remediation)}</dd>
        <dt>Source</dt>
        <dd>${sourcesOf(rule)}</dd>
        ${changed}
      </dl>
      ${places(findings)}
    </article> `;
  });
}

/** Accepted findings with end, owner and reason; the earliest end first. */
export function accepted(groups: readonly RuleFindings[]): readonly Markup[] {
  return groups.map(
    ({ rule: { id, title }, severity, findings }) =>
      html`<article class="waived" id="${anchor('waived', id)}">
        <h3>${id} <span class="severity ${severity}">${severity}</span> ${title}</h3>
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Where</th>
              <th scope="col">Value</th>
              <th scope="col">Reason</th>
              <th scope="col">Until</th>
            </tr>
          </thead>
          <tbody>
            ${findings.map(
              (finding) =>
                html`<tr>
                  <td class="path">${where(finding)}</td>
                  <td>${value(finding)}</td>
                  <td>${finding.acceptance?.reason ?? ''}</td>
                  <td>${until(finding.acceptance)}</td>
                </tr> `,
            )}
          </tbody>
        </table>
      </article> `,
  );
}

/** Every rule that was asked, and what it said. */
export function rulesTable({ reports }: Audit, all = allRules({ reports, skipped: [] })): Markup {
  const rows = reports.flatMap((report) => report.rows);
  const count = (id: string, status: Status): number => rows.filter((row) => row.rule === id && row.status === status).length;
  return html`<table class="list">
    <caption>
      All rules, with the values that each of them judged, on all surfaces.
    </caption>
    <thead>
      <tr>
        <th scope="col">Rule</th>
        <th scope="col">Severity</th>
        <th scope="col">What is wrong where it fails</th>
        <th scope="col">Source</th>
        ${['Passed', 'Failed', 'Unknown', 'Accepted'].map((name) => html`<th scope="col" class="number">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${[...all.values()].map(
        (rule) =>
          html`<tr>
            <th scope="row">${rule.id}</th>
            <td><span class="severity ${rule.severity}">${rule.severity}</span></td>
            <td>${rule.title}</td>
            <td class="soft">${sourcesOf(rule)}</td>
            ${(['pass', 'fail', 'unknown', 'waived'] as const).map((status) => html`<td class="number">${count(rule.id, status)}</td>`)}
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function places(findings: readonly Finding[]): Markup {
  const rows = findings.map(
    (finding) =>
      html`<tr>
        <td class="path">${where(finding)}</td>
        <td>${value(finding)}</td>
        <td class="soft">${finding.surfaces.join(', ')}</td>
      </tr> `,
  );
  return html`<table class="list">
    <thead>
      <tr>
        <th scope="col">Where</th>
        <th scope="col">Value</th>
        <th scope="col">Surface</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function where({ path }: Finding): Content {
  return path === '' ? 'every resource' : breakable(path);
}

function value({ attribute, value: text }: Finding): Content {
  return attribute === '' ? '' : html`<code>${breakable(`${attribute} = ${text}`)}</code>`;
}

function until(acceptance: Acceptance | undefined): Content {
  if (acceptance?.expires === undefined) return html`<span class="soft">as long as it is declared</span>`;
  const soon = acceptance.endsSoon === true ? html` <span class="soon">within 14 days</span>` : '';
  return html`${acceptance.expires}${soon}<br /><span class="soft">${acceptance.owner ?? ''}</span>`;
}

/** Words between back ticks are code. */
function code(text: string): readonly Markup[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
