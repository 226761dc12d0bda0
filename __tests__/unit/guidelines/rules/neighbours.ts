import { GOOD_CONTAINER, type Arguments } from '../terraform';

/** Containers by name, each of a tenant. */
export function containers(bodies: Readonly<Record<string, Arguments>>): Arguments {
  const named = Object.entries(bodies).map(([name, body]) => [name, { ...GOOD_CONTAINER, ...body }]);
  return { resource: { docker_container: Object.fromEntries(named) } };
}

/** Arguments of a container that is a tenant's. */
export function of(tenant: string, more: Arguments = {}, role = 'replica'): Arguments {
  return {
    labels: [
      { label: 'appengine.tenant', value: tenant },
      { label: 'appengine.role', value: role },
    ],
    ...more,
  };
}

/** A volume, as an argument of a container. */
export const data: Arguments = { mounts: { type: 'volume', source: 'data', target: '/data' } };

/** What two tenants must not have in common, and what the rule says to the first of them. */
export const SHARED: readonly { readonly rule: string; readonly shared: Arguments; readonly text: string }[] = [
  { rule: 'SDG-15.3', shared: { networks_advanced: { name: 'front' } }, text: 'fail networks_advanced.name = front with globex' },
  { rule: 'SDG-15.4', shared: data, text: 'fail mounts.source = data with globex' },
  { rule: 'SDG-15.8', shared: { user: '1000:1000' }, text: 'fail user = 1000 with globex' },
];
