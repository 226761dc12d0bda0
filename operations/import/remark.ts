/** A place in a file; both numbers count from 1. */
export interface Position {
  /** As it was named, or relative to the directory of the file that was. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `changed` works in another way here, `dropped` is not carried over and not missed, `todo` is left to the user. */
export type RemarkKind = 'changed' | 'dropped' | 'todo';

/** Something about the source that its tenant says otherwise, or not at all. */
export interface Remark {
  readonly kind: RemarkKind;
  /** Its subject, as the source names it, such as `ports`. */
  readonly key: string;
  /** One line, in plain words, without a value that could be a secret. */
  readonly text: string;
  readonly position: Position;
}

/** Works in another way here. */
export function changed(position: Position, key: string, text: string): Remark {
  return { kind: 'changed', key, text, position };
}

/** Not carried over, and not missed. */
export function dropped(position: Position, key: string, text: string): Remark {
  return { kind: 'dropped', key, text, position };
}

/** Left to the user. */
export function todo(position: Position, key: string, text: string): Remark {
  return { kind: 'todo', key, text, position };
}
