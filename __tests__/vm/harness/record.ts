import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AttackId } from '../../attack/attacks';
import { RECORDED, type Result } from '../../attack/results';

/** Keeps a result for docs/attacks.md, which the attack suite writes. */
export function recordForTable(id: AttackId, result: Result): void {
  const recorded = existsSync(RECORDED) ? (JSON.parse(readFileSync(RECORDED, 'utf8')) as Partial<Record<AttackId, Result>>) : {};
  const sorted = Object.entries({ ...recorded, [id]: result }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(RECORDED, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}
