const UNITS: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };
const MEBIBYTE = 1024 ** 2;
const SECONDS: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400 };

/** `512m`, `1.5GB`, `268435456` in whole MiB, at least 1; undefined for what is no size. */
export function mebibytes(text: string): number | undefined {
  const [, amount, unit = 'b'] = /^(\d+(?:\.\d+)?) ?([bkmgt])?(?:i?b)?$/i.exec(text.trim()) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return amount === undefined || factor === undefined ? undefined : Math.max(1, Math.round((Number(amount) * factor) / MEBIBYTE));
}

/** `1m30s`, `500ms` in whole seconds, rounded up; a number alone is seconds. Undefined for what is no duration. */
export function seconds(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Math.max(1, Number(text));
  if (!/^(\d+(\.\d+)?(us|ms|s|m|h|d))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h|d)/g)];
  return Math.max(1, Math.ceil(parts.reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (SECONDS[unit] ?? 1), 0)));
}

/** Cores in steps of a hundredth, 0.01 to 512; undefined for what is no such number. */
export function cores(text: string): number | undefined {
  const amount = Math.round(Number(text) * 100) / 100;
  return text.trim() !== '' && amount >= 0.01 && amount <= 512 ? amount : undefined;
}

/** A whole number of a range; undefined for everything else. */
export function integer(text: string, least: number, most: number): number | undefined {
  const number = Number(text);
  return /^\d+$/.test(text) && number >= least && number <= most ? number : undefined;
}
