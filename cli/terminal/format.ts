/** `Terraform 1.11.4             on PATH`: what, then how it stands. */
export function row(subject: string, detail: string): string {
  return `${subject.padEnd(28)}  ${detail}`.trimEnd();
}

/** `850ms`, `12s`, `3m41s`, `2h05m`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${String(Math.round(milliseconds))}ms`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${String(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)}m${twoDigits(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${String(hours)}h${twoDigits(minutes % 60)}m` : `${String(Math.floor(hours / 24))}d`;
}

/** `512 B`, `1.5 KiB`, `46.2 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 ? String(bytes) : value.toFixed(1)} ${units[power] ?? ''}`;
}

export function indent(text: string, width: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(width));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
