import type { Report } from '../report';

/** Every row, as JSON that is the same for the same resources: no time, no path of this machine. */
export function renderJson({ rows, counts, rules }: Report): string {
  const asked = [...rules.values()].map(({ id, guideline, severity, title, opens, fix, references, unwaivable }) => ({
    id,
    guideline,
    severity,
    title,
    opens,
    fix,
    references,
    waivable: unwaivable !== true,
  }));
  return `${JSON.stringify({ counts, rules: asked, rows }, undefined, 2)}\n`;
}
