import { relative, resolve } from 'node:path';
import { writeProject } from '../init/write-project';
import { tellResult } from '../terminal/result';
import { colors } from '../terminal/colors';

export interface InitOptions {
  readonly package?: string;
  readonly json?: boolean;
}

/** Makes a project of the user's own; resolves to the exit code. */
export async function init(directory: string, options: InitOptions): Promise<number> {
  const absolute = resolve(directory);
  const files = await writeProject(absolute, options.package);
  tellResult(options, { directory: absolute, files }, () => render(relative(process.cwd(), absolute), files));
  return 0;
}

function render(directory: string, files: readonly string[]): string {
  const steps = [...(directory === '' ? [] : [`cd ${directory}`]), 'npm install', 'npm run up'];
  return [...files.map((path) => `  ${colors.green('✔')} ${path}`), '', '  Next:', ...steps.map((step) => `    ${step}`), ''].join('\n');
}
