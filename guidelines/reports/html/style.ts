/** The look of the report: one column, light and dark as the reader's system is, and a page that prints. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d2126; --soft: #5d6570; --line: #dfdcd6; --stripe: #f5f3ef;
  --fail: #b3261e; --fail-back: #fbe4e1; --unknown: #6b3fa0; --unknown-back: #efe6f9;
  --waived: #7a5200; --waived-back: #fbefd0; --pass: #1f7a3d; --pass-back: transparent; --link: #1f5fa8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --card: #1c2026; --ink: #e6e4df; --soft: #9aa3ad; --line: #343a42; --stripe: #20252b;
    --fail: #ff9b91; --fail-back: #4a1f1c; --unknown: #cfb2f5; --unknown-back: #38264f;
    --waived: #f0c66a; --waived-back: #413310; --pass: #7fd197; --link: #8dbdf2;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "DejaVu Sans", sans-serif; }
body { margin: 0 auto; max-width: 76rem; padding: 2.5rem 1.5rem 5rem; color: var(--ink); background: var(--paper); }
h1 { margin: 0 0 .25rem; font-size: 2rem; line-height: 1.15; letter-spacing: -.02em; }
h2 { margin: 3rem 0 .75rem; font-size: 1.3rem; letter-spacing: -.01em; }
h3 { margin: 0; font-size: 1rem; line-height: 1.4; }
p { margin: .25rem 0 .75rem; max-width: 46rem; }
a { color: var(--link); text-underline-offset: .15em; }
code, .path { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .82em; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0 0; padding: 0; list-style: none; }

.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin: 1.75rem 0 0; padding: 0; list-style: none; }
.counts li { padding: .9rem 1.1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
.counts strong { display: block; font-size: 2rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.counts .fail strong { color: var(--fail); } .counts .unknown strong { color: var(--unknown); }
.counts .waived strong { color: var(--waived); } .counts .pass strong { color: var(--pass); }
.counts .none strong { color: var(--soft); }

table { border-collapse: collapse; font-size: .88rem; }
caption { text-align: left; color: var(--soft); padding: 0 0 .5rem; }
th { text-align: left; font-weight: 600; }
.list { width: 100%; }
.list th, .list td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.list td.number, .list th.number { text-align: right; font-variant-numeric: tabular-nums; }
.list thead th { color: var(--soft); font-weight: 500; }

.legend { display: flex; flex-wrap: wrap; gap: .35rem 1.5rem; margin: 0 0 1rem; padding: 0; list-style: none; font-size: .88rem; }
.mark { display: inline-block; min-width: 1.5rem; padding: 0 .2rem; border-radius: .25rem; text-align: center; font-weight: 700; line-height: 1.5rem; }
.mark.fail { color: var(--fail); background: var(--fail-back); } .mark.unknown { color: var(--unknown); background: var(--unknown-back); }
.mark.waived { color: var(--waived); background: var(--waived-back); } .mark.pass { color: var(--pass); } .mark.none { color: var(--line); }
td a:hover .mark, td a:focus-visible .mark { outline: 2px solid currentColor; }

.matrix { width: 100%; }
.matrix td { width: 2.35rem; padding: .1rem 0; text-align: center; border-bottom: 1px solid var(--line); border-left: 1px solid var(--line); }
.matrix td a { text-decoration: none; }
.matrix thead .titles th { padding: .4rem 0; vertical-align: bottom; font-weight: 400; font-size: .78rem; color: var(--soft); }
.matrix thead .titles span { display: block; margin: 0 auto; max-height: 12rem; writing-mode: vertical-rl; transform: rotate(180deg); line-height: 1.15; }
.matrix thead .numbers th { position: sticky; top: 0; z-index: 1; padding: .3rem 0; text-align: center; background: var(--paper); border-bottom: 2px solid var(--ink); }
.matrix thead .numbers th:first-child { text-align: left; }
.matrix tbody th { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); font-weight: 400; min-width: 13rem; }
.matrix tbody th.group { padding: 1rem 0 .3rem; font-weight: 700; border-bottom-color: var(--ink); }
.matrix tbody tr:hover td, .matrix tbody tr:hover th:not(.group) { background: var(--stripe); }

article { margin: .75rem 0; padding: 1rem 1.25rem; border: 1px solid var(--line); border-left: .3rem solid var(--soft); border-radius: .4rem; background: var(--card); }
article.fail { border-left-color: var(--fail); } article.unknown { border-left-color: var(--unknown); } article.waived { border-left-color: var(--waived); }
article:target { outline: 2px solid var(--link); }
article dl { display: grid; grid-template-columns: 4rem 1fr; gap: .15rem .75rem; margin: .5rem 0 .75rem; font-size: .92rem; }
article dt { color: var(--soft); } article dd { margin: 0; max-width: 46rem; }
article .list tr:last-child td { border-bottom: 0; }
.severity { display: inline-block; padding: 0 .5em; border-radius: .25rem; font-size: .78rem; font-weight: 600; background: var(--stripe); color: var(--soft); }
.severity.critical, .severity.high { background: var(--fail-back); color: var(--fail); }
.severity.medium { background: var(--waived-back); color: var(--waived); }
.soon { color: var(--fail); font-weight: 600; }

@media (max-width: 60rem) { .scroll { overflow-x: auto; } .matrix thead .numbers th { position: static; } }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --stripe: #fff; --fail: #a0140c; --fail-back: #fff; --unknown: #55308a; --unknown-back: #fff; --waived: #6a4700; --waived-back: #fff; --pass: #17602f; --link: #000; }
  html { font-size: 10.5px; } article dd { max-width: none; } body { max-width: none; padding: 0; } nav { display: none; } a { text-decoration: none; }
  h2 { break-after: avoid; } tr, article, .counts li { break-inside: avoid; } thead { display: table-header-group; }
  .matrix thead .numbers th { position: static; } .mark.fail, .mark.unknown, .mark.waived { outline: 1px solid currentColor; }
  #matrix, #findings { break-before: page; }
}
`;
