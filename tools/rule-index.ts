/** Writes the indexes of `guidelines/rules/` from its files: the first half of `npm run rules`, the other one writes the pages of the rules. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../constructs/package-root';
import { indexes } from './rule-index/indexes';

for (const [path, text] of indexes()) writeFileSync(join(packageRoot(), path), text);
