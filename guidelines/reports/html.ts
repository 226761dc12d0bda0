import type { Audit } from '../audit';
import { SEVERITIES } from '../rule';
import { othersText } from './others';
import { sectionsOf, sizeOf, type RuleFindings } from './groups';
import { accepted, advised, rulesTable } from './html/details';
import { html, Markup } from './html/markup';
import { legend, matrix } from './html/matrix';
import { STYLE } from './html/style';

/** One page that needs nothing else: no script, no picture, no font from elsewhere. It can be read on any screen, and printed. */
export function renderHtml(audit: Audit): string {
  const { failed, drift, unknown, resolvedLater, accepted: waived } = sectionsOf(audit);
  const passed = audit.reports.reduce((sum, { counts }) => sum + counts.pass, 0);
  const page = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>Security audit</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>Security audit</h1>
          <p class="soft">${scope(audit)}</p>
          <nav aria-label="Contents">
            <ul>
              ${[
                ['matrix', 'Matrix'],
                ['findings', 'Findings'],
                ['drift', 'Drift'],
                ['unknown', 'Unknown'],
                ['accepted', 'Accepted'],
                ['rules', 'Rules'],
              ].map(([id = '', name = '']) => html`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
          <ul class="counts">
            ${[count('fail', sizeOf(failed) + sizeOf(drift), 'failed', severities([...failed, ...drift])), count('unknown', sizeOf(unknown), 'unknown', severities(unknown)), count('waived', sizeOf(waived), 'accepted', ends(waived)), count('pass', passed, 'passed', '')]}
          </ul>
        </header>
        <main>
          <section id="surfaces">
            <h2>Surfaces</h2>
            ${surfaces(audit)}
          </section>
          <section id="matrix">
            <h2>Guidelines and resources</h2>
            ${legend()}${matrix(audit)}
          </section>
          ${section('findings', 'Findings', 'Nothing failed.', advised(failed, 'fail'))}
          ${section('drift', 'Drift', 'No difference between an engine and what was declared was found.', advised(drift, 'fail'))}
          ${section('unknown', 'Unknown', 'Nothing is unknown.', advised(unknown, 'unknown'), resolvedLater.length === 0 ? '' : `${String(sizeOf(resolvedLater))} more values are unknown on one surface and told by a later one.`)}
          ${section('accepted', 'Accepted', 'Nothing is accepted.', accepted(waived))}
          <section id="rules">
            <h2>Rules</h2>
            ${rulesTable(audit)}
          </section>
        </main>
      </body>
    </html> `;
  return page.text;
}

function section(id: string, title: string, empty: string, articles: readonly Markup[], note = ''): Markup {
  const content = articles.length === 0 ? html`<p class="soft">${empty}</p>` : articles;
  return html`<section id="${id}">
    <h2>${title}</h2>
    ${content}${note === '' ? '' : html`<p class="soft">${note}</p>`}
  </section>`;
}

function scope({ reports }: Audit): string {
  const meanings = { synth: 'what is declared', plan: 'what an apply would make of it', live: 'what the engine has' };
  return reports.map(({ surface }) => `${surface}: ${meanings[surface]}`).join(' · ');
}

function count(kind: string, value: number, name: string, detail: string): Markup {
  return html`<li class="${value === 0 ? 'none' : kind}">
    <strong>${grouped(value)}</strong>${name}<br /><span class="soft">${detail}</span>
  </li>`;
}

/** `11,979`: thousands apart. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

function severities(groups: readonly RuleFindings[]): string {
  return SEVERITIES.map((severity) => ({ severity, size: sizeOf(groups.filter((group) => group.severity === severity)) }))
    .filter(({ size }) => size > 0)
    .map(({ severity, size }) => `${String(size)} ${severity}`)
    .join(', ');
}

function ends(groups: readonly RuleFindings[]): string {
  const [first] = groups.flatMap(({ findings }) => findings.flatMap(({ acceptance }) => acceptance?.expires ?? [])).sort();
  return first === undefined ? '' : `the first ends ${first}`;
}

function surfaces({ reports, skipped, others }: Audit): Markup {
  const names = ['Surface', 'Rules', 'Passed', 'Failed', 'Unknown', 'Accepted', 'Not applicable'];
  const rows = reports.map(({ surface, rules, counts }) => {
    const numbers = [rules.size, counts.pass, counts.fail, counts.unknown, counts.waived, counts['not-applicable']];
    return html`<tr>
      <th scope="row">${surface}</th>
      ${numbers.map((number) => html`<td class="number">${number}</td>`)}
    </tr> `;
  });
  const missing = skipped.map(
    ({ surface, reason }) =>
      html`<tr>
        <th scope="row">${surface}</th>
        <td colspan="6">not looked at: ${reason}</td>
      </tr> `,
  );
  const left = othersText(others);
  return html`<div class="scroll">
    <table class="list">
      <thead>
        <tr>
          ${names.map((name, index) => html`<th scope="col" class="${index === 0 ? '' : 'number'}">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}${missing}
      </tbody>
    </table>
    ${left === undefined ? '' : html`<p>${left}</p>`}
  </div>`;
}
