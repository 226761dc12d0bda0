import { CommanderError } from 'commander';
import { AppEngineError } from '../../constructs/errors';
import { Interrupted } from '../../operations/process/interrupt';

/** An error for programs that read the result of a command. */
export interface ErrorDocument {
  readonly error: {
    /** As in docs/errors.md. */
    readonly code: string;
    readonly message: string;
    /** @default the message is not about something to change */
    readonly fix?: string;
  };
}

/** The code, what is wrong, and what to do about it: messages in one line end with it. */
export function errorDocument(error: unknown): ErrorDocument {
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  const message = text.startsWith(`${code}: `) ? text.slice(code.length + 2) : text;
  const [, fix] = /^[^\n]*; ([^\n;]+)$/.exec(message) ?? [];
  return { error: { code, message, ...(fix === undefined ? {} : { fix }) } };
}

function codeOf(error: unknown): string {
  if (error instanceof AppEngineError) return error.code;
  if (error instanceof Interrupted) return 'Interrupted';
  return error instanceof CommanderError ? 'UsageInvalid' : 'Unexpected';
}
