import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory of this package, from the sources as well as from the compiled library: `images/` and `tools/` live there. */
export function packageRoot(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
}
