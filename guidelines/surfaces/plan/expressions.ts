import { isRecord } from '../block';

/** Expressions of the configuration that may be about one value. A plan lists what each refers to, and not what it does with it. */
export class Expressions {
  constructor(private readonly nodes: readonly unknown[]) {}

  /** Those about an argument below; an expression for the whole is about all that is in it. */
  below(name: string): Expressions {
    return new Expressions(
      this.nodes.flat().flatMap((node): readonly unknown[] => {
        if (!isRecord(node)) return [];
        return isExpressionNode(node) ? [node] : Object.hasOwn(node, name) ? [node[name]] : [];
      }),
    );
  }

  /** References of the only one that has any, the most exact first. */
  get references(): readonly string[] {
    const lists = this.nodes.flatMap((node) => (isRecord(node) && isTexts(node.references) ? [node.references] : []));
    const [first = [], ...others] = lists;
    return others.every((other) => other.join() === first.join()) ? first : [];
  }

  /** True where any of them refers to something. */
  get refer(): boolean {
    return this.nodes.flat().some((node) => isRecord(node) && node.references !== undefined);
  }
}

function isExpressionNode(node: Readonly<Record<string, unknown>>): boolean {
  return 'references' in node || 'constant_value' in node;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

/** An expression that a reader of blocks takes for one. */
export function expressionOf([reference = 'known after apply']: readonly string[]): string {
  return `\${${reference}}`;
}

/** Text of a plan, which is never evaluated again, as it would be written in a configuration. */
export function literal(text: string): string {
  return text.replace(/([$%])(?=\{)/g, '$1$1');
}
