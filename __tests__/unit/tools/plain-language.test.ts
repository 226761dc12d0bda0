import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';

/** Findings of `npm run lint` in a text at a path, as `line rule`. */
function findings(path: string, text: string): readonly string[] {
  const eslint = join(packageRoot(), 'node_modules', '.bin', 'eslint');
  const { stdout } = spawnSync(process.execPath, [eslint, '--stdin', '--stdin-filename', path, '--format', 'json'], {
    cwd: packageRoot(),
    input: text,
    encoding: 'utf8',
  });
  const [result] = JSON.parse(stdout) as readonly { messages: readonly { line: number; ruleId: string }[] }[];
  return (result?.messages ?? []).map(({ line, ruleId }) => `${String(line)} ${ruleId}`);
}

test('a page has plain words, and its code any', () => {
  const page = '# Page\n\nWhoever reads this, and `whoever`.\n\n```text\nnobody\n```\n';

  expect(findings('docs/page.md', page)).toEqual(['3 language/plain-words']);
});

test('a comment has plain words, and a doc comment begins with its subject', () => {
  const program =
    '/** What it does. */\nconst a = 1;\n// Somebody uses it.\nconst nobody = a;\n/** Uses what it has. */\nexports.b = nobody;\n';

  expect(findings('bin/program.js', program)).toEqual(['1 language/subject-first', '3 language/plain-words']);
});
