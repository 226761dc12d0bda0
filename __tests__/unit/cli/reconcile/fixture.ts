import type { StateInstance, StateResource, TerraformState } from '../../../../operations/state/terraform-state';
import type { DeclaredResource } from '../../../../cli/reconcile/declared';
import type { Observed, ObservedContainer } from '../../../../cli/reconcile/observed';

/** An instance of a container that bears `name`, whose id is the same word. */
export function instance(name: string, more: Partial<StateInstance> = {}): StateInstance {
  return { attributes: { id: name, name }, ...more };
}

/** A loader's instance that writes the backend of a pool with these servers. */
export function backendLoader(name: string, servers: readonly string[], more: Partial<StateInstance> = {}): StateInstance {
  const content = servers.map((server) => `  server ${server} ${server}:8080 cookie ab\n`).join('');
  return { attributes: { id: name, name, upload: [{ file: '/volume/shop.cfg', content }] }, ...more };
}

export function containers(id: string, ...instances: readonly StateInstance[]): StateResource {
  return resource('docker_container', id, ...instances);
}

export function resource(type: string, name: string, ...instances: readonly StateInstance[]): StateResource {
  return { mode: 'managed', type, name, instances };
}

export function stateOf(...resources: readonly StateResource[]): TerraformState {
  return { serial: 7, outputs: {}, resources };
}

/** A healthy replica of the app `shop` that runs. */
export function running(name: string, more: Partial<ObservedContainer> = {}): ObservedContainer {
  return {
    id: name,
    name,
    role: 'replica',
    app: 'shop',
    createdAt: 0,
    status: 'running',
    health: 'healthy',
    succeeded: false,
    networks: [],
    sealed: { CpuPeriod: 0, CpuQuota: 0, PidsLimit: 0 },
    limits: { memory: 256, memory_swap: 256, cpu_shares: 512, restart: 'unless-stopped' },
    ...more,
  };
}

/** A loader: created, and never started. */
export function loader(name: string): ObservedContainer {
  return running(name, { role: 'loader', app: undefined, status: 'created', health: 'none' });
}

export function engineWith(...found: readonly ObservedContainer[]): Observed {
  return { containers: found, networks: new Map(), volumes: new Set(), generatedVolumes: new Set(), images: new Map() };
}

export function declare(type: string, id: string, name: string, more: Partial<DeclaredResource> = {}): DeclaredResource {
  return {
    address: `${type}.${id}`,
    type,
    name,
    networks: new Map(),
    volumes: [],
    sealed: {},
    runsOn: type === 'docker_container',
    dependencies: [],
    createBeforeDestroy: true,
    ...more,
  };
}

export function declaring(...resources: readonly DeclaredResource[]): ReadonlyMap<string, DeclaredResource> {
  return new Map(resources.map((declared) => [declared.address, declared]));
}
