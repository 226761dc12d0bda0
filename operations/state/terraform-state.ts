import { randomUUID } from 'node:crypto';
import type { PreviewDescription } from '../../constructs/tenancy/preview';
import type { AppDescription } from '../../stacks/app-description';
import type { ReleaseDescription } from '../../stacks/release-description';
import type { ScheduleDescription } from '../../stacks/schedule-description';
import type { BackupDescription, OfferDescription, SecretDescription, ServiceDescription } from '../../stacks/service-description';
import type { RouteDescription } from '../../constructs/gateway/route-table';
import { INSTALLATION } from '../../constructs/owner/installation';

/** A state of Terraform or OpenTofu, version 4, as far as it is read. */
export interface TerraformState {
  /** Of all states of one stack: another one is another stack's. */
  readonly lineage?: string;
  readonly serial: number;
  readonly outputs: {
    readonly apps?: { readonly value: Readonly<Record<string, AppDescription>> };
    readonly routes?: { readonly value: readonly RouteDescription[] };
    readonly services?: { readonly value: Readonly<Record<string, ServiceDescription>> };
    readonly backups?: { readonly value: Readonly<Record<string, BackupDescription>> };
    readonly schedules?: { readonly value: Readonly<Record<string, ScheduleDescription>> };
    readonly secrets?: { readonly value: Readonly<Record<string, SecretDescription>> };
    readonly releases?: { readonly value: Readonly<Record<string, ReleaseDescription>> };
    readonly preview?: { readonly value: PreviewDescription };
    readonly catalogue?: { readonly value: readonly OfferDescription[] };
  };
  readonly resources: readonly StateResource[];
}

export interface StateResource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly provider?: string;
  readonly instances: readonly StateInstance[];
}

export interface StateInstance {
  /** Key of one that was replaced and is still to be destroyed. */
  readonly deposed?: string;
  /** Of one whose creation failed half-way. */
  readonly status?: 'tainted';
  readonly attributes: StateAttributes;
}

/** Attributes that are read of containers, networks, volumes and images. */
export interface StateAttributes {
  readonly id?: string;
  readonly name?: string;
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
  /** Files that a loader writes. */
  readonly upload?: readonly { readonly file: string; readonly content?: string | null }[];
  /** In MiB. */
  readonly memory?: number | null;
  readonly memory_swap?: number | null;
  readonly cpu_shares?: number | null;
  readonly restart?: string | null;
}

/** Nothing is deployed. */
export const EMPTY_STATE: TerraformState = { serial: 0, outputs: {}, resources: [] };

/** Fields that Terraform has to find in a state that was not its own before. */
const NEW_STATE = { version: 4, terraform_version: '1.7.0' };

/** True for what is read of a file that holds a state. */
export function isState(content: unknown): content is TerraformState {
  if (typeof content !== 'object' || content === null) return false;
  const { resources, serial } = content as Partial<TerraformState>;
  return Array.isArray(resources) && typeof serial === 'number';
}

/** The state that is written after `state` was read. */
export function successorOf(state: TerraformState): TerraformState {
  return { ...NEW_STATE, lineage: randomUUID(), ...state, serial: state.serial + 1 };
}

/** True if it knows of anything that was deployed: the id of the installation alone is nothing. */
export function hasDeployed({ resources }: TerraformState): boolean {
  return resources.some((resource) => !isInstallationId(resource));
}

/** True if a resource only remembers the id of the installation. */
export function isInstallationId({ type, name }: Pick<StateResource, 'type' | 'name'>): boolean {
  return type === INSTALLATION.type && name === INSTALLATION.name;
}
