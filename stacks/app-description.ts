import type { Workload, WorkloadKind } from '../constructs/runtime/workload';
import type { Schedule } from '../constructs/schedule/schedule';
import type { BackingService } from '../constructs/services/backing-service';
import type { SharedService } from '../constructs/services/shared/shared-service';

/** An app, as the stack's output `apps` tells it. */
export interface AppDescription {
  readonly kind: WorkloadKind | 'backing-service' | 'schedule';
  readonly urls: readonly string[];
  readonly replicas: number;
  readonly generation: string;
  readonly image: string;
  /** A release that is tried on a part of its requests. @default none */
  readonly canary?: CanaryDescription;
}

/** A release that is tried. */
export interface CanaryDescription {
  /** Its number. */
  readonly release: number;
  /** Part of the requests, 1 to 99. */
  readonly percent: number;
  /** Names of the containers that run it. */
  readonly containers: readonly string[];
}

/** @param urls where clients find it */
export function describeApp({ kind, containers, canary, generation, imageName }: Workload, urls: readonly string[]): AppDescription {
  const tried = canary?.replicas.map(({ containerName }) => containerName) ?? [];
  return {
    kind,
    urls,
    replicas: containers.length - tried.length,
    generation,
    image: imageName,
    ...(canary === undefined ? {} : { canary: { release: canary.release, percent: canary.percent, containers: tried } }),
  };
}

/** A service beside the apps that use it: it has one container, which is a gateway where tenants share the server, and no URL. */
export function describeServiceAsApp({
  container,
  offered,
}: Pick<BackingService | SharedService, 'container' | 'offered'>): AppDescription {
  return { kind: 'backing-service', urls: [], replicas: 1, generation: container.generation, image: offered.image.imageName };
}

/** A schedule beside the app whose command it runs. */
export function describeScheduleAsApp({ container, pool }: Schedule): AppDescription {
  return { kind: 'schedule', urls: [], replicas: 1, generation: container.generation, image: pool.imageName };
}
