import { AppEngineError } from '../../../constructs/errors';
import { known, mapKnown, unknown, type Entry, type Items, type Known } from '../../facts/known';
import { excerpt, isRecord } from '../block';

/**
 * A part of an engine's answer. What is missing is unknown, because engines of another age may just not say it; `null`, and a text without letters, is
 * how an engine says "not set".
 */
export class EngineResponse {
  /**
   * A whole answer. @param subject for messages, such as `container web`
   * @throws AppEngineError EngineAnswerInvalid
   */
  static of(subject: string, value: unknown): EngineResponse {
    if (!isRecord(value)) throw invalid(subject, '', value, 'an object');
    return new EngineResponse(subject, '', value);
  }

  private constructor(
    readonly subject: string,
    private readonly where: string,
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly exists = true,
  ) {}

  /** The same as something of its own, under a name for messages. */
  about(subject: string): EngineResponse {
    return new EngineResponse(subject, '', this.values, this.exists);
  }

  /** The same, where the engine leaves out those of the names that are not set. Of a part that is not there itself, they stay unknown. */
  treatMissingAsUnset(...names: readonly string[]): EngineResponse {
    if (!this.exists) return this;
    const unset = names.filter((name) => this.values[name] === undefined).map((name) => [name, null] as const);
    return new EngineResponse(this.subject, this.where, { ...this.values, ...Object.fromEntries(unset) });
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  text(name: string): Known<string | undefined> {
    return this.field(name, (value) => {
      if (value === null) return undefined;
      if (typeof value !== 'string') throw this.invalid(name, value, 'a text');
      return value === '' ? undefined : value;
    });
  }

  /** A text that says nothing while it is not set. */
  required(name: string): Known<string> {
    const text = this.text(name);
    return text.known ? this.requiredValue(name, text.value) : text;
  }

  /** A number that says nothing while it is not set. */
  requiredNumber(name: string): Known<number> {
    const number = this.number(name);
    return number.known ? this.requiredValue(name, number.value) : number;
  }

  number(name: string): Known<number | undefined> {
    return this.field(name, (value) => {
      if (value === null) return undefined;
      if (typeof value !== 'number') throw this.invalid(name, value, 'a number');
      return value;
    });
  }

  /** A number of which 0 means "not set". */
  limit(name: string): Known<number | undefined> {
    return mapKnown(this.number(name), (value) => (value === 0 ? undefined : value));
  }

  flag(name: string): Known<boolean | undefined> {
    return this.field(name, (value) => {
      if (value === null) return undefined;
      if (typeof value !== 'boolean') throw this.invalid(name, value, 'true or false');
      return value;
    });
  }

  /** A flag that is off unless it is set. */
  isOn(name: string): Known<boolean> {
    return mapKnown(this.flag(name), (flag) => flag ?? false);
  }

  texts(name: string): Items<string> {
    return this.list(name, (value) => {
      if (typeof value !== 'string') throw this.invalid(name, value, 'a list of texts');
      return value;
    });
  }

  /** A map of texts, such as `Labels`. */
  entries(name: string): Items<Entry> {
    return this.named(name).map((item) =>
      mapKnown(item, ({ key, value }) => {
        if (typeof value !== 'string') throw this.invalid(`${name}.${key}`, value, 'a text');
        return { name: key, value: known(value) };
      }),
    );
  }

  /** Names in a map whose values do not matter here. */
  keys(name: string): Items<string> {
    return this.named(name).map((item) => mapKnown(item, ({ key }) => key));
  }

  /** A part that may be missing as a whole: then each of its fields is unknown. */
  part(name: string): EngineResponse {
    const value = this.values[name];
    return value === undefined ? new EngineResponse(this.subject, this.path(name), {}, false) : this.of(name, value ?? {});
  }

  /** A part that need not be there. */
  optional(name: string): Known<EngineResponse | undefined> {
    return this.field(name, (value) => (value === null ? undefined : this.part(name)));
  }

  parts(name: string): Items<EngineResponse> {
    return this.list(name, (value) => this.of(name, value));
  }

  /** Parts of a list that has to be there. @throws AppEngineError EngineAnswerInvalid */
  all(name: string): readonly EngineResponse[] {
    const value = this.values[name];
    if (!Array.isArray(value)) throw this.invalid(name, value, 'a list');
    return value.map((item: unknown) => this.of(name, item));
  }

  /** A map of lists of parts, such as `PortBindings`. */
  partsByName(name: string): Items<readonly [string, readonly EngineResponse[]]> {
    return this.named(name).map((item) =>
      mapKnown(item, ({ key, value }) => {
        const list: unknown = value ?? [];
        if (!Array.isArray(list)) throw this.invalid(`${name}.${key}`, value, 'a list of objects');
        return [key, list.map((body) => this.of(`${name}.${key}`, body))] as const;
      }),
    );
  }

  /** A text that identifies a thing, and cannot be missing. @throws AppEngineError EngineAnswerInvalid */
  identifier(name: string): string {
    const text = this.text(name);
    if (!text.known || text.value === undefined) throw this.invalid(name, this.values[name], 'a text that is not empty');
    return text.value;
  }

  private requiredValue<T>(name: string, value: T | undefined): Known<T> {
    return value === undefined ? unknown(`${this.path(name)} is not set`) : known(value);
  }

  private of(name: string, value: unknown): EngineResponse {
    if (!isRecord(value)) throw this.invalid(name, value, 'an object');
    return new EngineResponse(this.subject, this.path(name), value);
  }

  private field<T>(name: string, read: (value: unknown) => T): Known<T> {
    const value = this.values[name];
    return value === undefined ? this.missing(name) : known(read(value));
  }

  private list<T>(name: string, read: (value: unknown) => T): Items<T> {
    const value = this.values[name];
    if (value === undefined) return [this.missing(name)];
    if (value === null) return [];
    if (!Array.isArray(value)) throw this.invalid(name, value, 'a list');
    return value.map((item: unknown) => known(read(item)));
  }

  private named(name: string): Items<{ readonly key: string; readonly value: unknown }> {
    const value = this.values[name];
    if (value === undefined) return [this.missing(name)];
    if (value === null) return [];
    if (!isRecord(value)) throw this.invalid(name, value, 'an object');
    return Object.entries(value).map(([key, item]) => known({ key, value: item }));
  }

  private missing(name: string): Known<never> {
    return unknown(`${this.path(name)} is not told`);
  }

  private path(name: string): string {
    return this.where === '' ? name : `${this.where}.${name}`;
  }

  private invalid(name: string, value: unknown, expected: string): AppEngineError {
    return invalid(this.subject, this.path(name), value, expected);
  }
}

function invalid(subject: string, where: string, value: unknown, expected: string): AppEngineError {
  return new AppEngineError(
    'EngineAnswerInvalid',
    `${subject}${where === '' ? '' : `: ${where}`} is ${excerpt(value)} and must be ${expected}, as in the Docker Engine API; read the engine once more`,
  );
}
