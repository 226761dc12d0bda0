/** Arguments of a resource by Terraform's names. */
export type Arguments = Readonly<Record<string, unknown>>;

const DIGEST = `sha256:${'a'.repeat(64)}`;

/** A container without a finding. */
export const GOOD_CONTAINER: Arguments = {
  name: 'web',
  image: `nginx@${DIGEST}`,
  user: '1000:1000',
  read_only: true,
  init: true,
  memory: 64,
  memory_swap: 64,
  cpu_shares: 512,
  restart: 'unless-stopped',
  network_mode: 'front',
  networks_advanced: [{ name: 'front' }],
  capabilities: { drop: ['ALL'] },
  security_opts: ['no-new-privileges:true'],
  ulimit: [{ name: 'nofile', soft: 1024, hard: 1024 }],
  tmpfs: { '/tmp': 'size=16m' },
  log_driver: 'local',
  cgroupns_mode: 'private',
  healthcheck: [{ test: ['CMD', '/healthy'] }],
};

/** Others without a finding, by their types. */
export const GOOD: Readonly<Record<string, Arguments>> = {
  docker_container: GOOD_CONTAINER,
  docker_image: { name: `nginx@${DIGEST}` },
  docker_registry_image: { name: 'ghcr.io/acme/web:1' },
  docker_network: { name: 'front', driver: 'overlay', options: { encrypted: 'true' } },
  docker_volume: { name: 'data' },
  terraform_data: { provisioner: [{ 'local-exec': { command: 'echo done' } }] },
  provider: { host: 'unix:///run/docker.sock' },
};

/** A configuration of one resource, or of one provider. */
export function configuration(type: string, changes: Arguments): Arguments {
  const body = { ...GOOD[type], ...changes };
  return type === 'provider' ? { provider: { docker: body } } : { resource: { [type]: { x: body } } };
}

/** Containers by name, each without a finding but for what a case changes. */
export function containers(bodies: Readonly<Record<string, Arguments>>): Arguments {
  const named = Object.entries(bodies).map(([name, body]): [string, Arguments] => [name, { ...GOOD_CONTAINER, ...body }]);
  return { resource: { docker_container: Object.fromEntries(named) } };
}

/** Arguments of a tenant's container. */
export function ofTenant(tenant: string, more: Arguments = {}, role = 'replica'): Arguments {
  return {
    labels: [
      { label: 'appengine.tenant', value: tenant },
      { label: 'appengine.role', value: role },
    ],
    ...more,
  };
}
