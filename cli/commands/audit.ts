import { writeFile } from 'node:fs/promises';
import { AppEngineError } from '../../constructs/errors';
import type { Surface } from '../../guidelines';
import { findingsOf, type Threshold } from '../../guidelines/audit';
import { renderTerminal } from '../../guidelines/reports/terminal';
import { audit as runAudit } from '../audit/audit';
import { FORMATS, type Format } from '../audit/render';
import { readRules } from '../audit/rules';
import { colors } from '../terminal/colors';

export interface AuditOptions {
  readonly surface?: readonly Surface[];
  readonly host?: string;
  readonly file?: readonly string[];
  readonly failOn: Threshold;
  readonly format: Format;
  readonly output?: string;
  readonly scanImages?: boolean;
  readonly all?: boolean;
  readonly rules?: string;
}

/** Exit code when a finding is at or above the threshold. */
const FOUND = 2;

/** Evaluates what is declared, planned and running; resolves to the exit code. */
export async function audit(options: AuditOptions): Promise<number> {
  const { surface: surfaces, host, file: files, scanImages } = options;
  const result = await runAudit({
    ...(surfaces === undefined ? {} : { surfaces }),
    ...(host === undefined ? {} : { host }),
    ...(files === undefined ? {} : { files }),
    ...(scanImages === undefined ? {} : { scanImages }),
    all: options.all === true,
    ...(options.rules === undefined ? {} : { rules: readRules(options.rules) }),
    today: new Date().toISOString().slice(0, 10),
  });
  const isShown = options.format === 'terminal' && options.output === undefined;
  const report = isShown ? renderTerminal(result, { colors: colors.isColorSupported }) : FORMATS[options.format](result);
  if (options.output === undefined) process.stdout.write(report);
  else await write(options.output, report);
  return findingsOf(result, options.failOn).length === 0 ? 0 : FOUND;
}

async function write(file: string, report: string): Promise<void> {
  await writeFile(file, report).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppEngineError(
      'ReportNotWritten',
      `the report cannot be written to ${file} (${reason}); name a file in a directory that exists`,
    );
  });
}
