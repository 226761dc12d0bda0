import type { IConstruct } from 'constructs';

/**
 * Every error of this library: a stable `code`, and a message that shows the value, the allowed range and the change to make.
 * All codes are listed in docs/errors.md.
 */
export class AppEngineError extends Error {
  constructor(
    /** Stable, such as `QuotaExceeded`; docs/errors.md lists all. */
    readonly code: string,
    message: string,
    scope?: IConstruct,
  ) {
    // The app itself has no path.
    super(`${code}: ${scope === undefined || scope.node.path === '' ? '' : `${scope.node.path}: `}${message}`);
    this.name = 'AppEngineError';
  }
}
