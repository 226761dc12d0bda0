import type { DeployedApp } from '../deploy/state';
import type { Replica } from './replicas';

/** One app: what was wanted, and what is. */
export interface AppStatus {
  readonly name: string;
  readonly kind: DeployedApp['kind'];
  readonly urls: readonly string[];
  readonly replicas: number;
  /** Slots with a healthy container, of whatever generation: that is what answers requests. */
  readonly healthy: number;
  readonly image: string;
  /** The one that serves; the deployed one if nothing does. */
  readonly generation: string;
  /** When the youngest serving container started. */
  readonly startedAt?: Date;
}

export function appStatus(name: string, app: DeployedApp, replicas: readonly Replica[]): AppStatus {
  const serving = replicas.filter((replica) => replica.app === name && replica.healthy);
  const [leader] = byGeneration(serving);
  const youngest = Math.max(...serving.map((replica) => replica.startedAt.getTime()));
  return {
    name,
    kind: app.kind,
    urls: app.urls,
    replicas: app.replicas,
    healthy: new Set(serving.map((replica) => replica.slot)).size,
    image: app.image,
    generation: leader?.generation ?? app.generation,
    ...(serving.length === 0 ? {} : { startedAt: new Date(youngest) }),
  };
}

/** Serving generations of one app or of several, the largest first. */
export function byGeneration(replicas: readonly Replica[]): readonly { app: string; generation: string; healthy: number; total: number }[] {
  const groups = new Map<string, { app: string; generation: string; healthy: number; total: number }>();
  for (const { app, generation, healthy } of replicas) {
    const key = `${app}\0${generation}`;
    const group = groups.get(key) ?? { app, generation, healthy: 0, total: 0 };
    groups.set(key, { ...group, total: group.total + 1, healthy: group.healthy + (healthy ? 1 : 0) });
  }
  return [...groups.values()].sort((a, b) => b.healthy - a.healthy || a.app.localeCompare(b.app));
}
