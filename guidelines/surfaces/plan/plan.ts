import type { Configuration, Declaration } from '../terraform-json';
import { moduleAddress } from './address';
import { declarationOf } from './declaration';
import { withNames } from './environment';
import { Expressions } from './expressions';
import { UnknownValueResolver } from './unknown-values';
import { object, objects, planJson, text, type Json } from './plan-json';
import { plannedProviders } from './providers';
import { asWritten, provisioners } from './provisioners';
import { configuredBlock } from './values';

/** The plan in the form that a configuration has. @throws AppEngineError PlanInvalid */
export function readPlan(json: unknown, configuration: Configuration): Configuration {
  const { changes, actions, variables, providers, rootModule } = planJson(json);
  // Resources that an apply deletes are left out.
  const remaining = changes.filter((change) => (object(change, 'change').after ?? null) !== null);
  const written = new Map(configuration.resources.map((resource) => [resource.address, resource]));
  const context = { described: new Map(resourcesOf(rootModule)), written, resolver: new UnknownValueResolver(remaining, written) };
  return {
    resources: remaining.map((change) => plannedResource(change, context)),
    data: [...context.described].flatMap(([key, description]) => externalData(key, description)),
    providers: plannedProviders(providers, rootModule, variables),
    modules: [],
    actions: actions.map((action) => declarationOf(text(action, 'type'), text(action, 'address'), {})),
  };
}

interface Context {
  /** The plan's own description of the configuration, by module calls and address. */
  readonly described: ReadonlyMap<string, Json>;
  /** The configuration itself, as far as it is at hand. */
  readonly written: ReadonlyMap<string, Declaration>;
  readonly resolver: UnknownValueResolver;
}

function plannedResource(change: Json, { described, written, resolver }: Context): Declaration {
  const type = text(change, 'type');
  const address = text(change, 'address');
  const declared = `${type}.${text(change, 'name')}`;
  const { prefix, calls } = moduleAddress(change.module_address === undefined ? '' : text(change, 'module_address'));
  const description = described.get([...calls, declared].join('/')) ?? {};
  const source = prefix === '' ? written.get(declared) : undefined;
  const { after_unknown: unknown, after_sensitive: sensitive, ...rest } = object(change, 'change');
  const body = configuredBlock(
    { value: object(rest, 'after'), unknown, sensitive },
    {
      type,
      place: '',
      expressions: new Expressions([object(description, 'expressions')]),
      resolveUnknown: (place, references) => resolver.resolve({ type, declared, prefix, place, references }),
      isGenerated: (place) => source?.block.blocks(place).some(({ known }) => !known) === true,
    },
  );
  const provisioner = provisioners(objects(description, 'provisioners'));
  const named = source === undefined ? body : withNames(body, source.body);
  const { provider_config_key: provider } = description;
  return declarationOf(type, address, { ...named, provider, ...(provisioner.length === 0 ? {} : { provisioner }) }, source?.path);
}

/** Programs that Terraform runs as data: a plan has no change for them. @param key module calls and address */
function externalData(key: string, description: Json): readonly Declaration[] {
  if (description.mode !== 'data' || description.type !== 'external') return [];
  const calls = key.split('/').slice(0, -1);
  const address = [...calls.map((call) => `module.${call}`), text(description, 'address')].join('.');
  return [declarationOf('external', address, asWritten(object(description, 'expressions')))];
}

function resourcesOf(module: Json, calls: readonly string[] = []): readonly [string, Json][] {
  const inner = object(module, 'module_calls');
  return [
    ...objects(module, 'resources').map((resource): [string, Json] => [[...calls, text(resource, 'address')].join('/'), resource]),
    ...Object.keys(inner).flatMap((call) => resourcesOf(object(object(inner, call), 'module'), [...calls, call])),
  ];
}
