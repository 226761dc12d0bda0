import type { Cpu, Memory } from '../container/limits';

/** Limits of the container that tells metrics. */
export interface ExporterLimits {
  /** @default 64 MiB */
  readonly memory?: Memory;
  /** @default 0.1 cores */
  readonly cpu?: Cpu;
}

/** Metrics of a service for the Prometheus of operators. */
export class ServiceMetrics {
  /** Nothing but what `appengine status --metrics` tells of every service. */
  static none(): ServiceMetrics {
    return new ServiceMetrics(undefined);
  }

  /** Connections, transactions, hits of caches and more, by an exporter in the network of operators. It logs in as a user that reads no data. */
  static exporter(limits: ExporterLimits = {}): ServiceMetrics {
    return new ServiceMetrics(limits);
  }

  private constructor(
    /** Undefined where there is no exporter. */
    readonly limits: ExporterLimits | undefined,
  ) {}
}
