import { AppEngineError } from '../../constructs/errors';
import { known, mapKnown, unknown, type Entry, type Items, type Known } from '../facts/known';

/** Text of an expression with its references replaced by what they refer to, as far as that is written down. */
export type Resolve = (text: string) => string;

/** A block of Terraform JSON, read the way Terraform does: `"true"` is true, one block is a list of one, null is not there. */
export class Block {
  /** @param where for messages, such as `docker_container.web` */
  constructor(
    private readonly where: string,
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly resolve: Resolve = (text) => text,
  ) {}

  has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }

  text(name: string): Known<string | undefined> {
    return this.scalar(name, this.values[name]);
  }

  number(name: string): Known<number | undefined> {
    return mapKnown(this.text(name), (text) => {
      if (text === undefined) return undefined;
      if (text.trim() === '' || Number.isNaN(Number(text))) throw this.invalid(name, text, 'a number');
      return Number(text);
    });
  }

  flag(name: string): Known<boolean | undefined> {
    return mapKnown(this.text(name), (text) => {
      if (text !== undefined && text !== 'true' && text !== 'false') throw this.invalid(name, text, 'true or false');
      return text === undefined ? undefined : text === 'true';
    });
  }

  texts(name: string): Items<string> {
    const value = this.values[name];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return [this.wholeExpression(name, value, 'a list')];
    return value.map((item) => mapKnown(this.scalar(name, item), (text) => text ?? ''));
  }

  /** A map attribute, such as `sysctls`. */
  entries(name: string): Items<Entry> {
    const value = this.values[name];
    if (value === undefined || value === null) return [];
    if (!isRecord(value)) return [this.wholeExpression(name, value, 'an object')];
    return Object.entries(value).map(([key, item]) => {
      if (isExpression(key)) return unknown(key);
      return known({ name: key, value: mapKnown(this.scalar(`${name}.${key}`, item), (text) => text ?? '') });
    });
  }

  /** Blocks of a type; a `dynamic` one makes any number of them. */
  blocks(name: string): Items<Block> {
    const { dynamic = [] } = this.values;
    const generated = (Array.isArray(dynamic) ? dynamic : [dynamic]).flatMap((generator: unknown) => {
      if (!isRecord(generator)) return [this.wholeExpression('dynamic', generator, 'a block')];
      return generator[name] === undefined ? [] : [unknown(`dynamic ${name}`)];
    });
    return [...this.bodies(name), ...generated];
  }

  private bodies(name: string): Items<Block> {
    const value = this.values[name];
    if (value === undefined || value === null) return [];
    return (Array.isArray(value) ? value : [value]).map((body: unknown) =>
      isRecord(body) ? known(new Block(`${this.where}.${name}`, body, this.resolve)) : this.wholeExpression(name, body, 'a block'),
    );
  }

  private scalar(name: string, value: unknown): Known<string | undefined> {
    if (value === undefined || value === null) return known(undefined);
    if (typeof value !== 'string') {
      if (typeof value === 'number' || typeof value === 'boolean') return known(String(value));
      throw this.invalid(name, value, 'a single value');
    }
    const text = this.resolve(value);
    return isExpression(text) ? unknown(text) : known(text.replace(/([$%])\1(?=\{)/g, '$1'));
  }

  private wholeExpression(name: string, value: unknown, expected: string): Known<never> {
    if (typeof value === 'string' && isExpression(value)) return unknown(value);
    throw this.invalid(name, value, expected);
  }

  private invalid(name: string, value: unknown, expected: string): AppEngineError {
    return new AppEngineError(
      'TerraformJsonInvalid',
      `${this.where}.${name} is ${excerpt(value)} and must be ${expected} or an expression "\${…}"; fix the Terraform JSON`,
    );
  }
}

/** True where Terraform would evaluate it. `$${` is the text `${`; anything doubtful counts as an expression. */
export function isExpression(text: string): boolean {
  return /[$%]\{/.test(text) && [...text.matchAll(/([$%]+)\{/g)].some(([, signs = '']) => !/^(\$\$|%%)$/.test(signs));
}

/** A value for a message. */
export function excerpt(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value).slice(0, 80);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
