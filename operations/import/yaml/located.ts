import { invalid } from '../invalid';
import type { Position } from '../remark';

/** A value of a mapping, with the place of its key. */
export interface Entry {
  readonly key: string;
  readonly position: Position;
  readonly value: Located;
}

/** Variables of a text that were replaced by their values. */
export interface TextOrigin {
  /** Names, in the order of the text. */
  readonly variables: readonly string[];
  /** Those without a value and without a default. */
  readonly unset: readonly string[];
}

const LITERAL: TextOrigin = { variables: [], unset: [] };

/** A value of a YAML or JSON file, which knows where it stands. */
export class Located {
  constructor(
    readonly position: Position,
    private readonly content: string | undefined | readonly Located[] | ReadonlyMap<string, Entry>,
    readonly origin: TextOrigin = LITERAL,
  ) {}

  /** A text, a number or a boolean as it is written; undefined for everything else. */
  get text(): string | undefined {
    return typeof this.content === 'string' ? this.content : undefined;
  }

  /** True for `null`, and for a key without a value. */
  get isEmpty(): boolean {
    return this.content === undefined;
  }

  get isMap(): boolean {
    return this.content instanceof Map;
  }

  /** True where it is written as a list. */
  get isList(): boolean {
    return Array.isArray(this.content);
  }

  /** Of a list; a single text counts as a list of one. */
  get items(): readonly Located[] {
    if (typeof this.content === 'string') return [this];
    return this.isList ? (this.content as readonly Located[]) : [];
  }

  /** Of a mapping, in their order. */
  get entries(): readonly Entry[] {
    return this.content instanceof Map ? [...(this.content as ReadonlyMap<string, Entry>).values()] : [];
  }

  get(key: string): Located | undefined {
    return this.entry(key)?.value;
  }

  entry(key: string): Entry | undefined {
    return this.content instanceof Map ? (this.content as ReadonlyMap<string, Entry>).get(key) : undefined;
  }

  /** Texts of a list, or the one text. */
  get texts(): readonly string[] {
    return this.items.flatMap(({ text }) => text ?? []);
  }

  /** @param what it is, for the message. @throws AppEngineError ImportSourceInvalid */
  expectMap(what: string): this {
    if (this.isMap || this.isEmpty) return this;
    throw invalid(this.position, `${what} must be a mapping of names to values`);
  }
}
