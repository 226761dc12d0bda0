import { kebabCase } from '../../../constructs/naming';
import { LONGEST_TENANT_NAME, RESERVED_TENANT_NAMES } from '../../../constructs/tenancy/tenant-name';

/** Names of a construct of the tenant. */
export interface Name {
  /** Of the construct, such as `OrderApi`. */
  readonly id: string;
  /** Of the constant, such as `orderApi`. */
  readonly variable: string;
  /** Of the app, such as `order-api`. */
  readonly app: string;
  /** True if the id alone would make another name of the app. */
  readonly needsName: boolean;
}

const LONGEST_APP = 24;
const WORDS = new Set(
  `await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof
   interface let new null package platform private protected public return scope static super switch tenant this throw true try typeof undefined var void while
   with yield`.split(/\s+/),
);
/** Constructs that a tenant has by itself. */
const IDS = ['Network', 'Gateway', 'Certificate', 'Resource'];

/** Names that are still free in a tenant: pools, jobs, services and secrets share them. */
export class Names {
  private readonly taken = new Set<string>(['gateway', ...IDS.map((id) => id.toLowerCase())]);

  /** The names that are nearest to what the source has. @param text such as `order_api` */
  take(text: string): Name {
    const words = kebabCase(text.normalize('NFKD').replaceAll(/\p{M}/gu, ''))
      .split('-')
      .filter((word) => word !== '');
    const start = /^[a-z]/.test(words[0] ?? '') ? words : ['app', ...words];
    const allowed = /^(balancer|egress)$/.test(start.at(-1) ?? '') && start.length > 1 ? [...start, 'app'] : start;
    for (let number = 1; ; number += 1) {
      const app = number === 1 ? cut(allowed, LONGEST_APP) : `${cut(allowed, LONGEST_APP - 4)}-${String(number)}`;
      const id = pascal(app);
      if (this.taken.has(id.toLowerCase())) continue;
      this.taken.add(id.toLowerCase());
      const camel = `${id.charAt(0).toLowerCase()}${id.slice(1)}`;
      return { id, variable: WORDS.has(camel) ? `${camel}App` : camel, app, needsName: kebabCase(id) !== app };
    }
  }
}

/** A name that a tenant may have. @param text of the source, such as `My Project` */
export function tenantName(text: string): string {
  const words = kebabCase(text)
    .split('-')
    .filter((word) => word !== '');
  const name = cut(/^[a-z]/.test(words[0] ?? '') ? words : ['app', ...words], LONGEST_TENANT_NAME);
  return RESERVED_TENANT_NAMES.has(name) ? `${name}-app` : name;
}

/** `OrderApi`, of `order-api`. */
export function pascal(kebab: string): string {
  return kebab
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}

/** Whole words, as many as there is room for. */
function cut(words: readonly string[], length: number): string {
  const fitting = words.filter((_, index) => words.slice(0, index + 1).join('-').length <= length);
  return fitting.length === 0 ? (words[0] ?? '').slice(0, length) : fitting.join('-');
}
