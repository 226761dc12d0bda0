import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource of a synthesized stack, as far as the engine knows it. */
export interface DeclaredResource {
  /** Such as `docker_container.Shop_Replica1_4321AA6F`. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Of a container: the networks that it is in, by name. */
  readonly networks: ReadonlyMap<string, { readonly aliases: readonly string[]; readonly address?: string }>;
  /** Of a container: names of the volumes that it mounts. */
  readonly volumes: readonly string[];
  /** Of what makes a volume with users' data: its name. @default it makes none */
  readonly keeps?: string;
  /** Purpose of a container. @default it is none of ours */
  readonly role?: string;
  /** Of a container: limits that the provider cannot change. */
  readonly sealed: SealedLimits;
  /** Of a container: it never ends by itself. */
  readonly runsOn: boolean;
  /** Addresses of what it depends on. */
  readonly dependencies: readonly string[];
  /** Terraform destroys what it replaces after the new one is there. */
  readonly createBeforeDestroy: boolean;
}

/** Limits in the spelling of the engine; undefined where none is declared. */
export interface SealedLimits {
  readonly CpuPeriod?: number;
  readonly CpuQuota?: number;
  readonly PidsLimit?: number;
}

interface LocalExec {
  readonly interpreter?: readonly string[];
  readonly command?: string;
}

interface Arguments {
  readonly name?: string;
  readonly networks_advanced?: readonly { readonly name: string; readonly aliases?: readonly string[]; readonly ipv4_address?: string }[];
  readonly mounts?: readonly { readonly type: string; readonly source?: string }[];
  readonly cpu_period?: number;
  readonly cpu_quota?: number;
  readonly provisioner?: readonly { readonly 'local-exec'?: LocalExec }[];
  readonly must_run?: boolean;
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
  readonly depends_on?: readonly string[];
  readonly lifecycle?: { readonly create_before_destroy?: boolean };
}

/** Resources of a synthesized stack by their addresses. @param directory of its `cdk.tf.json` */
export function readDeclared(directory: string): ReadonlyMap<string, DeclaredResource> {
  const { resource = {} } = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as {
    resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  };
  return new Map(
    Object.entries(resource).flatMap(([type, resources]) =>
      Object.entries(resources).map(([id, given]) => {
        const address = `${type}.${id}`;
        return [address, declaredResource(address, type, given)] as const;
      }),
    ),
  );
}

function declaredResource(address: string, type: string, given: Arguments): DeclaredResource {
  return {
    address,
    type,
    name: given.name ?? '',
    networks: new Map(
      (given.networks_advanced ?? []).map(({ name, aliases = [], ipv4_address: fixed }) => [
        name,
        { aliases, ...(fixed === undefined ? {} : { address: fixed }) },
      ]),
    ),
    volumes: (given.mounts ?? []).flatMap(({ type: kind, source }) => (kind === 'volume' && source !== undefined ? [source] : [])),
    ...keptVolume(given),
    ...roleOf(given),
    sealed: sealedLimits(given),
    // What the health gate starts, because it writes a volume, is none of Terraform's business once it exists.
    runsOn: type === 'docker_container' && (given.must_run !== false || ['healthy', 'running'].includes(gateOf(given) ?? '')),
    dependencies: given.depends_on ?? [],
    createBeforeDestroy: given.lifecycle?.create_before_destroy === true,
  };
}

/** A volume that Terraform cannot destroy is made by the engine's client. */
function keptVolume({ provisioner = [] }: Arguments): { readonly keeps?: string } {
  const making = provisioner
    .map((one) => one['local-exec'])
    .find((exec) => exec?.interpreter?.slice(0, 3).join(' ') === 'docker volume create');
  return making?.command === undefined ? {} : { keeps: making.command };
}

function roleOf({ labels = [] }: Arguments): { readonly role?: string } {
  const role = labels.find(({ label }) => label === 'appengine.role')?.value;
  return role === undefined ? {} : { role };
}

/** Condition that the health gate waits for; undefined where Terraform starts the container. */
function gateOf({ labels = [] }: Arguments): string | undefined {
  return labels.find(({ label }) => label === 'appengine.gate')?.value;
}

/** The processor's quota, which the provider ignores in an update, and the number of processes, which it does not know: the health gate sets it. */
function sealedLimits({ cpu_period: period, cpu_quota: quota, provisioner = [] }: Arguments): SealedLimits {
  const words = provisioner.flatMap((one) => one['local-exec']?.interpreter ?? []);
  const pids = words.includes('--pids') ? Number(words[words.indexOf('--pids') + 1]) : undefined;
  return {
    ...(period === undefined ? {} : { CpuPeriod: period }),
    ...(quota === undefined ? {} : { CpuQuota: quota }),
    ...(pids === undefined ? {} : { PidsLimit: pids }),
  };
}
