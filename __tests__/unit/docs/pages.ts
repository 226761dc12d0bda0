import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';

/** A fenced block of a page. */
export interface Block {
  /** Of its page, below the root of the project. */
  readonly page: string;
  /** What follows the fence, such as `ts`. */
  readonly language: string;
  readonly text: string;
}

/** Everything that is written for people, by its path below the root of the project. */
export const PAGES: readonly string[] = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'init/README.md', ...below('docs')];

function below(directory: string): readonly string[] {
  return readdirSync(join(packageRoot(), directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join(directory, name));
}

export function readPage(page: string): string {
  return readFileSync(join(packageRoot(), page), 'utf8');
}

export function blocks(page: string): readonly Block[] {
  return [...readPage(page).matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({ page, language, text }));
}

/** Texts of the blocks of one language. */
export function blocksOf(page: string, language: string): readonly string[] {
  return blocks(page).flatMap((block) => (block.language === language ? [block.text] : []));
}
