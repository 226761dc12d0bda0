import type { Instance } from '../../constructs/host/instance';
import type { AppDescription, CanaryDescription } from '../../stacks/app-description';
import type { Replica } from './replicas';

/** One app: what was wanted, and what is. */
export interface AppStatus {
  readonly name: string;
  readonly kind: AppDescription['kind'];
  readonly urls: readonly string[];
  /** The same with TLS, which every route has: below localhost `urls` are without. */
  readonly httpsUrls: readonly string[];
  readonly replicas: number;
  /** Slots with a healthy container, of any generation: that is what answers requests. */
  readonly healthy: number;
  readonly image: string;
  /** The one that serves, by its first replica; the deployed one if nothing serves. */
  readonly generation: string;
  /** When the youngest serving container started. */
  readonly startedAt?: Date;
  /** Of the containers of this generation, since each was made. */
  readonly restarts: number;
  /** Problems of this generation's containers and of those of a canary, each with its remedy. */
  readonly problems: readonly string[];
  /** A release that is tried on a part of its requests. */
  readonly canary?: CanaryStatus;
}

/** A release that is tried. */
export interface CanaryStatus {
  readonly release: number;
  /** Part of the requests, 1 to 99. */
  readonly percent: number;
  readonly replicas: number;
  readonly healthy: number;
}

/** @param instance whose router leads to the app */
export function appStatus(name: string, app: AppDescription, replicas: readonly Replica[], instance: Instance): AppStatus {
  const current = replicas.filter((replica) => replica.app === name && replica.canary === undefined);
  const tried = replicas.filter(
    (replica) => replica.app === name && replica.canary !== undefined && replica.canary === app.canary?.release,
  );
  const serving = current.filter((replica) => replica.healthy).sort((a, b) => a.slot - b.slot);
  const leader = serving.find(({ generation }) => generation === app.generation) ?? serving[0];
  const youngest = Math.max(...serving.map(({ startedAt }) => startedAt.getTime()));
  const generation = leader?.generation ?? app.generation;
  // A failed deploy has named its leftovers when it failed.
  const own = current.filter((replica) => replica.generation === generation);
  // The state has a job only once it has succeeded: that its container was cleaned away since changes nothing.
  const isDone = app.kind === 'job' && own.length === 0;
  return {
    name,
    kind: app.kind,
    urls: app.urls,
    httpsUrls: app.urls.map((url) => withTls(url, instance)),
    replicas: app.replicas,
    healthy: isDone ? app.replicas : new Set(serving.map(({ slot }) => slot)).size,
    image: app.image,
    generation,
    ...(serving.length === 0 ? {} : { startedAt: new Date(youngest) }),
    restarts: own.reduce((sum, { restarts }) => sum + restarts, 0),
    problems: [...own, ...tried].flatMap(({ problems }) => problems),
    ...(app.canary === undefined ? {} : { canary: canaryStatus(app.canary, tried) }),
  };
}

function canaryStatus({ release, percent, containers }: CanaryDescription, tried: readonly Replica[]): CanaryStatus {
  const healthy = new Set(tried.filter((replica) => replica.healthy).map(({ slot }) => slot)).size;
  return { release, percent, replicas: containers.length, healthy };
}

function withTls(url: string, { httpsPort }: Instance): string {
  if (url.startsWith('https:')) return url;
  const { hostname, pathname } = new URL(url);
  return `https://${hostname}${httpsPort === 443 ? '' : `:${String(httpsPort)}`}${pathname === '/' ? '' : pathname}`;
}
