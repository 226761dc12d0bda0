import type { Command } from './command';
import { debianEngine } from './debian';
import { mobyEngine } from './moby';

/** An engine that the product is tested on beside the embedded one. */
export interface EngineRelease {
  /** What the engine's version begins with. */
  readonly name: string;
  /**
   * Makes its programs, once a machine and version.
   * @param cache directory that keeps them
   * @param directory with the files of the engine that is going to run
   */
  provide(cache: string, directory: string, report: (activity: string) => void): Promise<Command>;
}

/** Engines of today: the one of Debian 13, and the newest. */
export const ENGINES: readonly EngineRelease[] = [
  { name: '26.1', provide: debianEngine },
  { name: '29', provide: mobyEngine },
];
