import type { LogLine } from '../../operations/apps/app-logs';
import { colors } from '../terminal/colors';

/** `18:04:05 shop-1  text`: the time without its date, and errors in red. */
export function renderLogLine({ time, app, slot, stream, text }: LogLine): string {
  const clock = time.slice(11, 19);
  return `${colors.dim(clock)} ${colors.cyan(`${app}-${String(slot)}`)}  ${stream === 'stderr' ? colors.red(text) : text}\n`;
}
