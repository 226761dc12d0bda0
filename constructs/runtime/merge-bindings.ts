import type { IConstruct } from 'constructs';
import type { ContainerBinding } from '../container/binding';
import { withDirectHosts } from '../egress/proxy-environment';
import { AppEngineError } from '../errors';

/** All that an application is given, as one: what it declares itself, then what its bindings add. */
export type MergedBinding = Required<Omit<ContainerBinding, 'destinations' | 'directHosts' | 'nameServers'>> &
  Pick<ContainerBinding, 'nameServers'>;

/**
 * @param own what the application declares: its values win
 * @throws AppEngineError BindingClash where two bindings give different values to one variable, or both choose the name servers
 */
export function mergeBindings(scope: IConstruct, own: ContainerBinding, bindings: readonly ContainerBinding[]): MergedBinding {
  const all = [own, ...bindings];
  const environment: Record<string, string> = {};
  for (const [name, value] of bindings.flatMap((binding) => Object.entries(binding.environment ?? {}))) {
    const other = environment[name];
    if (other !== undefined && other !== value)
      throw clash(scope, `variable ${name}`, other, value, ', or set it in `environment` yourself');
    environment[name] = value;
  }
  const [nameServers, ...others] = all.flatMap((binding) => (binding.nameServers === undefined ? [] : [binding.nameServers]));
  const other = others.find((servers) => servers.join() !== nameServers?.join());
  if (other !== undefined) throw clash(scope, 'the name servers', nameServers, other);
  const directHosts = all.flatMap((binding) => binding.directHosts ?? []);
  return {
    networks: all.flatMap(({ networks = [] }) => networks),
    environment: { ...withDirectHosts(environment, directHosts, own.environment ?? {}), ...own.environment },
    environmentFiles: all.flatMap(({ environmentFiles = [] }) => environmentFiles),
    files: all.flatMap(({ files = [] }) => files),
    writable: all.flatMap(({ writable = [] }) => writable),
    after: all.flatMap(({ after = [] }) => after),
    ...(nameServers === undefined ? {} : { nameServers }),
  };
}

function clash(scope: IConstruct, what: string, one: unknown, other: unknown, instead = ''): AppEngineError {
  return new AppEngineError(
    'BindingClash',
    `two of \`uses\` choose ${what}: ${JSON.stringify(one)} and ${JSON.stringify(other)}; drop one of them${instead}`,
    scope,
  );
}
