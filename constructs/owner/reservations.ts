import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';

/** Key of a synthesized stack's reservations, below `//`, which Terraform does not read. */
export const RESERVATIONS_KEY = 'reservations';

const reservations = new WeakMap<IConstruct, Map<string, string>>();

/** Something that exists once in an app: the second one is an error that names the first. */
export interface Reservation {
  /** Error code, such as `NameClash`. */
  readonly code: string;
  /** Its kind, such as `container name`. */
  readonly kind: string;
  readonly value: string;
  /** Remedy for a clash. */
  readonly fix: string;
}

/** Reserves a name for `scope` in its whole app. @throws AppEngineError with the code of the reservation when it is taken */
export function reserveName(scope: IConstruct, reservation: Reservation): void {
  const root = scope.node.root;
  const taken = reservations.get(root) ?? new Map<string, string>();
  reservations.set(root, taken);
  const key = `${reservation.kind} ${reservation.value}`;
  const holder = taken.get(key);
  if (holder !== undefined) {
    throw new AppEngineError(
      reservation.code,
      `${reservation.kind} ${JSON.stringify(reservation.value)} is already taken by ${holder}; ${reservation.fix}`,
      scope,
    );
  }
  taken.set(key, scope.node.path);
}

/** Reservations of `scope` and all below it, as `kind value`. */
export function reservationsBelow(scope: IConstruct): readonly string[] {
  const { path, root } = scope.node;
  const taken = [...(reservations.get(root) ?? [])];
  return taken.filter(([, holder]) => holder === path || holder.startsWith(`${path}/`)).map(([key]) => key);
}
