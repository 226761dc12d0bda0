import { types } from 'node:util';

/** A place in a source, and what cannot be read there. */
export interface SyntaxProblem {
  /** Such as `/project/tenants/acme.ts`: the file itself, or one that it imports. */
  readonly file: string;
  /** Such as `3`, or `3:2` with the column. */
  readonly position: string;
  readonly problem: string;
}

/** As esbuild says it, through which tsx reads TypeScript. */
const OF_ESBUILD = /^(.+):(\d+:\d+): ERROR: (.+)$/m;
/** As V8 says it: the place, the line, a mark below it, and then the error. */
const OF_V8 = /^(?:file:\/\/)?(\/.+):(\d+)\n[^]*?\nSyntaxError: (.+)$/m;

/** Place and problem, of an error about a source that cannot be read; undefined for any other error, whose stack trace helps. */
export function syntaxProblem(error: unknown): SyntaxProblem | undefined {
  if (!types.isNativeError(error)) return undefined;
  const [, file, position, problem] = OF_ESBUILD.exec(error.message) ?? OF_V8.exec(error.stack ?? '') ?? [];
  return file === undefined || position === undefined || problem === undefined ? undefined : { file, position, problem };
}
