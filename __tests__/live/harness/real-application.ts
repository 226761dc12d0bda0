import type { SourceScenario } from '../fixture/sources/scenario';

/** An application that others wrote: published, or as its template makes it. */
export interface RealApplication {
  readonly name: string;
  /** Path that answers 200, and a text of the answer. */
  readonly path: string;
  readonly answers: RegExp;
  /** A file whose change changes nothing but the application, and not its packages. */
  readonly source: string;
  /** What it needs besides. @default nothing */
  readonly scenario?: Partial<SourceScenario>;
  /** Writes its sources. @param parent an empty directory */
  readonly make: (parent: string, name: string) => Promise<void>;
}
