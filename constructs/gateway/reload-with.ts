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

/** Lets a proxy take what its loaders have written, and waits until what it has begun before is over, at most for `drain`. */
export function reloadWith(container: HardenedContainer, loaders: readonly ILoader[], drain: Duration): void {
  for (const loader of loaders) {
    addReload(loader, {
      trigger: loader.generation,
      container: container.containerName,
      program: ['agent', 'gateway', 'reload', String(drain.seconds)],
      after: [loader.dependable, container.dependable],
    });
  }
}
