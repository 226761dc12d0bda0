import { AppEngineError } from '../../constructs/errors';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * A time as people give it: `90s`, `10m`, `2h`, `1d` ago, or a date such as `2026-11-29T18:00:00Z`.
 * @returns seconds since 1970
 * @throws AppEngineError TimeInvalid
 */
export function secondsOf(text: string, now: number = Date.now()): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return Math.floor(now / 1000) - Number(count) * (SECONDS[unit] ?? 1);
  const date = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(date)) return Math.floor(date / 1000);
  throw new AppEngineError(
    'TimeInvalid',
    `time ${JSON.stringify(text)} must be how long ago, such as 90s, 10m, 2h or 1d, or a date such as 2026-11-29T18:00:00Z; correct it`,
  );
}
