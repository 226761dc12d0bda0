import { renderTable } from '../terminal/table';

/** How sources become an image. */
export interface DescribedPlan {
  readonly directory: string;
  readonly runtime: string;
  readonly because: readonly string[];
  readonly found: readonly string[];
  readonly advice: readonly string[];
}

/** For people, with the lines to write next. */
export function renderBuildPlan({ directory, runtime, because, found, advice }: DescribedPlan): string {
  const rows = [
    ['runtime', `${runtime}: there is ${because.join(', ')}`],
    ['found', found.join('\n')],
    ...(advice.length === 0 ? [] : [['better with', advice.join('\n')]]),
    ['in a tenant', `AppImage.fromSource(this, 'Image', ${JSON.stringify(directory)})`],
    ['Dockerfile', `npx appengine build --print ${directory}`],
  ];
  return `${renderTable(rows)}\n`;
}
