import type { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import type { HardenedContainer } from '../container/hardened-container';
import { addReload } from '../container/reload';
import type { Duration } from '../units/duration';

/** Writes files that a proxy reads. */
interface ILoader extends Construct {
  readonly generation: string;
  readonly dependable: ITerraformDependable;
}

/** Files that a proxy reads anew. */
export interface Reloaded {
  /** Loaders of its backends, by their names: the reload waits until the proxy reaches the servers. */
  readonly backends: ReadonlyMap<string, ILoader>;
  /** Loaders of other files. @default none */
  readonly files?: readonly ILoader[];
}

/** Lets a proxy take what its loaders have written, and waits until what it has begun before is over, at most for `drain`. */
export function reloadWith(container: HardenedContainer, { backends, files = [] }: Reloaded, drain: Duration): void {
  const add = (loader: ILoader, backend: readonly string[]): void => {
    addReload(loader, {
      trigger: loader.generation,
      container: container.containerName,
      program: ['agent', 'gateway', 'reload', String(drain.seconds), ...backend],
      after: [loader.dependable, container.dependable],
    });
  };
  for (const [backend, loader] of backends) add(loader, [backend]);
  for (const loader of files) add(loader, []);
}
