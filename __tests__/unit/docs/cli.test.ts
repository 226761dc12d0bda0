import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { cliReference } from '../../../tools/cli-reference/page';

/** Without what the formatter of the page adds: widths of tables, and the escape of a star. */
const plain = (text: string): string =>
  text
    .replaceAll(/-{3,}/g, '---')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/\\(?=[*_<])/g, '')
    .trim();

test('docs/cli.md is what the commands say: npm run docs', () => {
  expect(plain(readFileSync(join(packageRoot(), 'docs', 'cli.md'), 'utf8'))).toBe(plain(cliReference()));
});
