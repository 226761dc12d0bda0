import { knownOf } from '../../facts/known';
import type { EngineResponse } from './engine-response';

/** Names for the identifiers by which the parts of an engine's answer speak of each other. */
export class Names {
  private readonly byId: ReadonlyMap<string, string>;

  /** @param things containers, or networks */
  constructor(things: readonly EngineResponse[]) {
    this.byId = new Map(
      things.flatMap((thing) => {
        const name = nameOf(thing);
        return knownOf([thing.text('Id')]).flatMap((id) => (id === undefined ? [] : [[id, name] as const]));
      }),
    );
  }

  /** The name, for a whole identifier; anything else is a name already. */
  of(reference: string): string {
    return this.byId.get(reference) ?? reference;
  }

  /** The same for what may join another container, such as `container:4f1d…`. */
  ofMode(mode: string | undefined): string | undefined {
    const [, joined] = /^container:(.*)$/s.exec(mode ?? '') ?? [];
    return joined === undefined ? mode : `container:${this.of(joined)}`;
  }
}

/** The name without the slash that the engine puts before it. @throws AppEngineError EngineAnswerInvalid */
export function nameOf(thing: EngineResponse): string {
  return thing.identifier('Name').replace(/^\//, '');
}
