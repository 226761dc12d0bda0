import type { Code } from '../code';
import type { SourceService } from '../description';
import type { PlannedImage } from './image';
import type { PlannedMounts } from './mounts';
import type { Name } from './names';

/** Ports of protocols that no gateway speaks. */
export const NOT_HTTP = new Set([
  20, 21, 22, 23, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995, 1025, 1883, 2222, 5432, 3306, 6379, 27_017,
]);

/** Port of a routed app that names none, as proxies guess it. */
export const GUESSED_PORT = 80;

/** A pool or a job of the tenant, before it is written. */
export interface Workload {
  readonly source: SourceService;
  readonly name: Name;
  readonly isJob: boolean;
  readonly image: PlannedImage;
  readonly imageVariable: Code;
  readonly mounts: PlannedMounts;
  /** Undefined for a worker, and for a job. */
  readonly port: number | undefined;
}

/** The port that a pool listens on: that of a proxy's labels first, then what is published, then what the Dockerfile exposes. */
export function portOf(
  { ports, environment, command, routes }: SourceService,
  exposed: number | undefined,
  asked: number | undefined,
): number | undefined {
  const virtual = environment.find(({ name }) => name === 'VIRTUAL_PORT')?.value;
  const isRouted = routes.length > 0 || environment.some(({ name }) => name === 'VIRTUAL_HOST');
  const tcp = ports.filter(({ isTcp }) => isTcp).map(({ port }) => port);
  const http = tcp.find((port) => !NOT_HTTP.has(port)) ?? tcp[0];
  if (virtual !== undefined && /^\d+$/.test(virtual)) return Number(virtual);
  // Another command of the image, such as that of a worker, mostly listens on no port.
  const own = command === undefined || isRouted ? exposed : undefined;
  return http ?? asked ?? own ?? (isRouted ? GUESSED_PORT : undefined);
}
