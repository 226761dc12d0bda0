import type { Workload, WorkloadKind } from '../constructs/runtime/workload';

/** An app, as the stack's output `apps` tells it. */
export interface AppDescription {
  readonly kind: WorkloadKind;
  readonly urls: readonly string[];
  readonly replicas: number;
  readonly generation: string;
  readonly image: string;
}

/** @param urls where clients find it */
export function describeApp({ kind, containers, generation, imageName }: Workload, urls: readonly string[]): AppDescription {
  return { kind, urls, replicas: containers.length, generation, image: imageName };
}
