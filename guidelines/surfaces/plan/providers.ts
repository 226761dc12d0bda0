import { isRecord } from '../block';
import type { Declaration } from '../terraform-json';
import { declarationOf } from './declaration';
import { object, type Json } from './plan-json';
import { asWritten } from './provisioners';

/** Certificates: what is empty is not given. */
const MATERIAL = /^(ca_material|cert_material|cert_path|key_material)$/;

/** Blocks of the Docker provider, those inside modules and implicit ones included. */
export function plannedProviders(providers: Json, rootModule: Json, variables: Json): readonly Declaration[] {
  const settings = object(rootModule, 'variables');
  const valueOf = (name: string): unknown => {
    if (!Object.hasOwn(settings, name) || object(settings, name).sensitive === true) return undefined;
    return object(variables, name).value ?? null;
  };
  return Object.keys(providers)
    .map((key) => object(providers, key))
    .filter(({ name, full_name: fullName }) => name === 'docker' || (typeof fullName === 'string' && fullName.endsWith('/docker')))
    .map((provider) => {
      const { alias, module_address: module } = provider;
      const address = `${typeof module === 'string' ? `${module}.` : ''}provider.docker${typeof alias === 'string' ? `.${alias}` : ''}`;
      const expressions = withVariables(object(provider, 'expressions'), typeof module === 'string' ? () => undefined : valueOf);
      return declarationOf('provider', address, asWritten(expressions));
    });
}

/**
 * An argument that refers to nothing but a variable may still add to it, and a plan does not tell. Nothing can be added to a URL, and a certificate
 * that is empty counts as none.
 */
function withVariables(expressions: Json, valueOf: (name: string) => unknown): Json {
  return Object.fromEntries(
    Object.entries(expressions).map(([name, expression]) => {
      if (Array.isArray(expression)) return [name, expression.filter(isRecord).map((block) => withVariables(block, valueOf))];
      const variable = isRecord(expression) ? onlyVariable(expression.references) : undefined;
      const value = variable === undefined ? undefined : valueOf(variable);
      const isWhole = MATERIAL.test(name) ? (value ?? '') === '' : typeof value === 'string' && value.includes('://');
      return [name, variable !== undefined && value !== undefined && isWhole ? { constant_value: value } : expression];
    }),
  );
}

function onlyVariable(references: unknown): string | undefined {
  return Array.isArray(references) && references.length === 1 ? /^var\.([\w-]+)$/.exec(String(references[0]))?.[1] : undefined;
}
