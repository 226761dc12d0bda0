import { AppEngineError } from '../errors';
import type { IBackend } from './backend';

/** How much of the traffic a pool gets. */
export interface Share {
  /** Pool that gets the share. */
  readonly pool: IBackend;
  /** Its part of the sum of all weights, 0 to 1000. */
  readonly weight: number;
}

/** Target of a redirect. */
export interface Redirection {
  /** 307 or 308. */
  readonly status: number;
  /** A host with its scheme, where the path is kept, or a page. */
  readonly url: string;
}

/** Target of a route: a pool, several with weights, or another place. */
export interface IRouteTarget {
  /** Empty where clients are led elsewhere. */
  readonly shares: readonly Share[];
  /** @default a pool of `shares` answers */
  readonly redirect?: Redirection;
}

/** Several pools behind one route, for a canary or a change from blue to green. Every request is decided anew. */
export class TrafficSplit implements IRouteTarget {
  /**
   * Decides every request anew, by weight.
   * @param shares two or more different pools; weights of 95 and 5 send five of a hundred requests to the second
   * @throws AppEngineError TrafficSplitInvalid
   */
  static of(...shares: readonly Share[]): TrafficSplit {
    return new TrafficSplit(shares);
  }

  private constructor(
    /** The pools and their weights. */
    readonly shares: readonly Share[],
  ) {
    const pools = new Set(shares.map(({ pool }) => pool));
    const isWeight = (weight: number): boolean => Number.isInteger(weight) && weight >= 0 && weight <= 1000;
    if (shares.length < 2 || pools.size < shares.length || !shares.every(({ weight }) => isWeight(weight)) || sumOf(shares) === 0) {
      throw new AppEngineError(
        'TrafficSplitInvalid',
        `traffic split ${JSON.stringify(shares.map(({ pool, weight }) => [pool.name, weight]))} must name two or more different pools with whole weights from 0 to 1000, not all 0; route to one pool by itself`,
      );
    }
  }
}

/** Sum of the weights. */
export function sumOf(shares: readonly Share[]): number {
  return shares.reduce((sum, { weight }) => sum + weight, 0);
}
