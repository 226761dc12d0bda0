import type { ContainerFacts } from './facts/container-facts';
import { known, knownOf, unknown, type Known } from './facts/known';

/** Trust levels of the containers of one host, from their label `appengine.trust`. */
export class TrustLevels {
  private readonly levels: ReadonlySet<string | undefined>;
  /** The first level that is not known yet. */
  private readonly firstUnknown: string | undefined;

  constructor(containers: readonly ContainerFacts[]) {
    const levels = containers.map(({ trust }) => trust);
    this.levels = new Set(knownOf(levels));
    this.firstUnknown = levels.find((level) => !level.known)?.expression;
  }

  /** The levels other than this one, of those that say theirs. */
  otherLevels(level: string): Known<readonly string[]> {
    const others = [...this.levels].flatMap((other) => (other === undefined || other === level ? [] : [other])).sort();
    return others.length === 0 && this.firstUnknown !== undefined ? unknown(this.firstUnknown) : known(others);
  }

  /** True where all containers have this level; one without a level may have any. */
  isOnly(level: string): Known<boolean> {
    if ([...this.levels].some((other) => other !== level)) return known(false);
    return this.firstUnknown === undefined ? known(true) : unknown(this.firstUnknown);
  }
}
