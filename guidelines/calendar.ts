const DAY = 24 * 60 * 60 * 1000;

/** Days from one `YYYY-MM-DD` to another; undefined unless `to` is a day of the calendar. */
export function daysBetween(from: string, to: string): number | undefined {
  const end = Date.parse(`${to}T00:00:00Z`);
  if (Number.isNaN(end) || new Date(end).toISOString().slice(0, 10) !== to) return undefined;
  return Math.round((end - Date.parse(`${from}T00:00:00Z`)) / DAY);
}
