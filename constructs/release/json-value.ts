/** Problem of a value: where, and what must be there. */
export class InvalidValue extends Error {}

/** A value in a document, with the place where it is: what is read of it is checked. */
export class JsonValue {
  /** @param place such as `releases[0].image` */
  constructor(
    private readonly value: unknown,
    private readonly place: string,
  ) {}

  /** The fields of an object that has those names alone. @throws InvalidValue */
  fields(required: readonly string[], optional: readonly string[] = []): (name: string) => JsonValue {
    const entries = new Map(this.entries());
    const unknown = [...entries.keys()].find((name) => !required.includes(name) && !optional.includes(name));
    if (unknown !== undefined) throw this.invalid(`have no ${JSON.stringify(unknown)}`);
    const missing = required.find((name) => !entries.has(name));
    if (missing !== undefined) throw this.invalid(`have ${JSON.stringify(missing)}`);
    return (name) => entries.get(name) ?? new JsonValue(undefined, `${this.place}.${name}`);
  }

  /** A field of an object that may have others. @throws InvalidValue */
  field(name: string): JsonValue {
    return new Map(this.entries()).get(name) ?? new JsonValue(undefined, `${this.place}.${name}`);
  }

  /** False for a field that its object does not have. */
  get isThere(): boolean {
    return this.value !== undefined;
  }

  /** Names and values of an object. @throws InvalidValue */
  entries(): readonly (readonly [name: string, value: JsonValue])[] {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) throw this.invalid('be an object');
    return Object.entries(this.value).map(([name, value]) => [
      name,
      new JsonValue(value, this.place === '' ? name : `${this.place}.${name}`),
    ]);
  }

  /** @throws InvalidValue */
  items(): readonly JsonValue[] {
    if (!Array.isArray(this.value)) throw this.invalid('be a list');
    return this.value.map((item: unknown, index) => new JsonValue(item, `${this.place}[${String(index)}]`));
  }

  /** @param what it must be, such as `12 hexadecimal digits`. @throws InvalidValue */
  text(pattern: RegExp, what: string): string {
    if (typeof this.value !== 'string' || !pattern.test(this.value)) throw this.invalid(`be ${what}`);
    return this.value;
  }

  /** Undefined where the field is not there. @throws InvalidValue */
  optionalText(pattern: RegExp, what: string): string | undefined {
    return this.value === undefined ? undefined : this.text(pattern, what);
  }

  /** @throws InvalidValue */
  whole(least: number, most: number): number {
    if (typeof this.value !== 'number' || !Number.isInteger(this.value) || this.value < least || this.value > most) {
      throw this.invalid(`be a whole number from ${String(least)} to ${String(most)}`);
    }
    return this.value;
  }

  /** @throws InvalidValue */
  flag(): boolean {
    if (typeof this.value !== 'boolean') throw this.invalid('be true or false');
    return this.value;
  }

  /** Such as `releases[0].image.tag is "x", and must be 12 hexadecimal digits`. */
  invalid(must: string): InvalidValue {
    const text = JSON.stringify(this.value) as string | undefined;
    const shown = text === undefined ? 'missing' : text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    return new InvalidValue(`${this.place === '' ? 'the document' : this.place} is ${shown}, and must ${must}`);
  }
}

const LONGEST = 60;
