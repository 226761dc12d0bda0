import { minuteOf, placeOf, type DeployedPreview } from '../../operations/previews/deployed-previews';
import { colors } from '../terminal/colors';
import { renderTable } from '../terminal/table';

/** A preview as it is shown. */
export interface ShownPreview extends DeployedPreview {
  readonly isOver: boolean;
  readonly urls: readonly string[];
}

/** Table of all previews. */
export function renderPreviews(previews: readonly ShownPreview[]): string {
  if (previews.length === 0) return 'There are no previews. Make one of the branch that is checked out: npx appengine preview up\n';
  const rows = previews.map((preview) => [
    placeOf(preview),
    preview.stack,
    preview.branch,
    preview.revision ?? '—',
    preview.by,
    preview.isOver ? colors.yellow('over: npx appengine preview prune') : minuteOf(preview.expires),
    preview.urls.join('\n') || '—',
  ]);
  return `${renderTable(rows, ['PREVIEW', 'STACK', 'BRANCH', 'COMMIT', 'BY', 'UNTIL', 'URL'])}\n`;
}
