import { isExpression, isRecord } from '../block';
import type { Declaration } from '../terraform-json';
import { literal } from './expressions';
import { text, type Json } from './plan-json';

/** A value that is known only after the apply. */
export interface UnknownValue {
  /** Type and name in the module, such as `docker_container.web`. */
  readonly declared: string;
  readonly type: string;
  /** Address of the module's instance with a dot, or nothing. */
  readonly prefix: string;
  readonly place: string;
  readonly references: readonly string[];
}

/**
 * Arguments that are the computed id of another resource and nothing else: that resource's name tells its value. Elsewhere the same reference
 * may be a part of something else, such as `container:` and an id.
 */
const STANDS_FOR: ReadonlyMap<string, string> = new Map([
  ['docker_container.image', 'docker_image'],
  ['docker_container.networks_advanced.name', 'docker_network'],
]);
const IDENTITY = /^(docker_\w+)\.([^.]+)\.(id|image_id|latest|name)$/;
const ONE_REFERENCE = /^\$\{[^{}]*\}$/;

/** Resolves values that a plan does not know yet, as far as they are certain. */
export class UnknownValueResolver {
  private readonly names: ReadonlyMap<string, string>;

  /** @param written resources of the root module's configuration by their addresses; none where it is not at hand */
  constructor(
    changes: readonly Json[],
    private readonly written: ReadonlyMap<string, Declaration>,
  ) {
    this.names = new Map(changes.flatMap((change) => nameOf(change)));
  }

  /** Text as a configuration would have it. */
  resolve(pending: UnknownValue): string | undefined {
    const { prefix, place, declared } = pending;
    const text = prefix === '' ? this.textOf(declared, place) : undefined;
    if (text !== undefined && !(isExpression(text) && ONE_REFERENCE.test(text))) return text;
    return this.nameBehind(pending) ?? text;
  }

  /** The name of the resource that the only reference is about. */
  private nameBehind({ type, prefix, place, references: [reference = '', ...others] }: UnknownValue): string | undefined {
    const [, kind, label] = IDENTITY.exec(reference) ?? [];
    if (kind === undefined || label === undefined || STANDS_FOR.get(`${type}.${place}`) !== kind) return undefined;
    // The others are the resource itself, less and less exactly.
    if (!others.every((other) => [`${other}.`, `${other}[`].some((start) => reference.startsWith(start)))) return undefined;
    return this.names.get(`${prefix}${kind}.${label}`);
  }

  private textOf(declared: string, name: string): string | undefined {
    const declaration = this.written.get(declared);
    if (typeof declaration?.body[name] !== 'string') return undefined;
    const value = declaration.block.text(name);
    return value.known ? literal(value.value ?? '') : value.expression;
  }
}

function nameOf(change: Json): readonly [string, string][] {
  const { after, after_unknown: unknown, after_sensitive: sensitive } = isRecord(change.change) ? change.change : {};
  const isShown = isRecord(after) && !isTrue(unknown, 'name') && !isTrue(sensitive, 'name');
  return isShown && typeof after.name === 'string' ? [[text(change, 'address'), literal(after.name)]] : [];
}

function isTrue(mask: unknown, name: string): boolean {
  return mask === true || (isRecord(mask) && mask[name] === true);
}
