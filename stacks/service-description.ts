import type { BackupKeeper } from '../constructs/backup/backup-keeper';
import type { BackupSchedule } from '../constructs/backup/backup';
import type { Secret } from '../constructs/secrets/secret';
import type { SharedPlan } from '../constructs/service-pool/shared-plan';
import type { OfferedService } from '../constructs/service-pool/service-catalogue';
import type { BackingService } from '../constructs/services/backing-service';
import type { SharedService } from '../constructs/services/shared/shared-service';

/** A service, as the stack's output `services` tells it. */
export interface ServiceDescription {
  readonly type: string;
  readonly version: string;
  /** Of its server, in MiB; 0 where tenants share the server. */
  readonly memory: number;
  /** Full name of the volume with its data; undefined where tenants share the server. */
  readonly volume?: string;
  /** Limits of a service on a server that tenants share. @default the server is the tenant's own */
  readonly shared?: ShareDescription;
  readonly usedBy: readonly string[];
  /** Why it has no backups, where that was said. */
  readonly withoutBackups?: string;
  /** Number of its apps' credentials; undefined where the server keeps its first ones, and in a state from before there were rotations. */
  readonly rotation?: number;
}

/** Part of a shared server that a service has. */
export interface ShareDescription {
  /** Most data, in MiB. */
  readonly storage: number;
  /** Most connections at a time. */
  readonly connections: number;
}

/** Backups of a service or a volume, as the stack's output `backups` tells them. */
export interface BackupDescription extends BackupSchedule {
  readonly type: string;
  /** Full name of the volume with the backups. */
  readonly repository: string;
  /** Full name of the volume with the data. */
  readonly volume: string;
  /** Place that copies of the backups go to, without credentials; undefined where there is none. */
  readonly target?: string;
}

/** A secret, as the stack's output `secrets` tells it: nothing of its value. */
export interface SecretDescription {
  /** Such as `file secrets/stripe`. */
  readonly source: string;
  readonly usedBy: readonly string[];
  /** Fingerprint of a given value; undefined for a generated one, and in a state from before there were releases. */
  readonly version?: string;
}

/** A type of service, as the platform's output `catalogue` tells it. */
export interface OfferDescription {
  readonly type: string;
  readonly title: string;
  readonly version: string;
  /** Most memory of one service, in MiB; 0 is no limit. */
  readonly memory: number;
  /** Limits of the server that tenants share. @default there is none */
  readonly shared?: PlanDescription;
}

/** A server that tenants share, as the platform's output `catalogue` tells it. */
export interface PlanDescription extends ShareDescription {
  /** Databases that it may have. */
  readonly databases: number;
  /** Of the server, in MiB. */
  readonly memory: number;
}

export function describeService({ offered: { offer }, container, data, usedBy, rotation, absence }: BackingService): ServiceDescription {
  return {
    ...{ type: offer.type, version: offer.version, memory: container.memory.mebibytes ?? 0, volume: data.volumeName, usedBy },
    ...(rotation === undefined ? {} : { rotation }),
    ...(absence === undefined ? {} : { withoutBackups: absence }),
  };
}

export function describeShared({ offered: { offer }, usedBy, rotation, storage, connections }: SharedService): ServiceDescription {
  return { type: offer.type, version: offer.version, memory: 0, shared: { storage, connections }, usedBy, rotation };
}

export function describeBackups({ type, schedule, repository, data, target }: BackupKeeper): BackupDescription {
  return {
    ...{ type, ...schedule, repository: repository.volumeName, volume: data.volumeName },
    ...(target === undefined ? {} : { target }),
  };
}

export function describeSecret({ source, usedBy, version }: Secret): SecretDescription {
  return { source, usedBy, ...(version === undefined ? {} : { version }) };
}

export function describeOffer({ offer: { type, title, version, memory, shared } }: OfferedService): OfferDescription {
  return { type, title, version, memory: memory.mebibytes ?? 0, ...(shared === undefined ? {} : { shared: describePlan(shared) }) };
}

function describePlan({ databases, connections, memory, storage }: SharedPlan): PlanDescription {
  return { databases, connections, memory: memory.mebibytes ?? 0, storage: storage.bytes / (1024 * 1024) };
}
