import type { Audit } from '../../guidelines/audit';
import { renderHtml } from '../../guidelines/reports/html';
import { renderJson } from '../../guidelines/reports/json';
import { renderJunit } from '../../guidelines/reports/junit';
import { renderSarif } from '../../guidelines/reports/sarif';
import { renderTerminal } from '../../guidelines/reports/terminal';

/** Forms of a report by their names. */
export const FORMATS = {
  terminal: renderTerminal,
  json: renderJson,
  sarif: renderSarif,
  junit: renderJunit,
  html: renderHtml,
} as const satisfies Readonly<Record<string, (audit: Audit) => string>>;

export type Format = keyof typeof FORMATS;
