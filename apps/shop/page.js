import { euros, products } from './catalogue.js';

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text) => text.replace(/[&<>"']/g, (character) => entities[character]);

const card = ({ id, name, description, cents }) => `
      <li>
        <h2><a href="/products/${escaped(id)}">${escaped(name)}</a></h2>
        <p>${escaped(description)}</p>
        <strong>€ ${euros(cents)}</strong>
      </li>`;

/** The shop window. It is the same for everyone, so it is made once. */
export const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Acme Shop</title>
    <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Ccircle cx='8' cy='8' r='8' fill='%23b4451f'/%3E%3C/svg%3E">
    <style>
      :root { color-scheme: light dark; --accent: light-dark(#b4451f, #ff9a6b); --card: light-dark(#fff, #23211f); }
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 3rem 1.25rem;
             background: light-dark(#f6f3ee, #181614); color: light-dark(#26221d, #ece7df); }
      h1 { font-size: 2.25rem; letter-spacing: -.02em; margin: 0; }
      header p { margin: .25rem 0 2rem; opacity: .75; }
      ul { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); list-style: none; padding: 0; }
      li { background: var(--card); border-radius: .75rem; padding: 1.25rem; box-shadow: 0 1px 3px #0002; }
      h2 { font-size: 1.1rem; margin: 0; }
      h2 a { color: inherit; text-decoration: none; }
      h2 a:hover, h2 a:focus-visible { color: var(--accent); text-decoration: underline; }
      li p { margin: .35rem 0 .75rem; opacity: .8; }
      strong { color: var(--accent); font-variant-numeric: tabular-nums; }
    </style>
  </head>
  <body>
    <header>
      <h1>Acme Shop</h1>
      <p>Few things, made to last.</p>
    </header>
    <main>
      <ul>${products.map(card).join('')}
      </ul>
    </main>
  </body>
</html>
`;
