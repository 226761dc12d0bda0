import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';

/** Key of a synthesized stack's claims, below `//`, which Terraform does not read. */
export const CLAIMS_KEY = 'claims';

const claims = new WeakMap<IConstruct, Map<string, string>>();

/** Something that exists once in an app: the second claim is an error that names the first. */
export interface Claim {
  /** Error code, such as `NameClash`. */
  readonly code: string;
  /** Its kind, such as `container name`. */
  readonly kind: string;
  readonly value: string;
  /** Remedy for a clash. */
  readonly fix: string;
}

/** Takes `claim` for `scope` in its whole app. @throws AppEngineError with the claim's code when it is taken */
export function takeClaim(scope: IConstruct, claim: Claim): void {
  const root = scope.node.root;
  const taken = claims.get(root) ?? new Map<string, string>();
  claims.set(root, taken);
  const key = `${claim.kind} ${claim.value}`;
  const holder = taken.get(key);
  if (holder !== undefined) {
    throw new AppEngineError(claim.code, `${claim.kind} ${JSON.stringify(claim.value)} is already taken by ${holder}; ${claim.fix}`, scope);
  }
  taken.set(key, scope.node.path);
}

/** Claims of `scope` and all below it, as `kind value`. */
export function claimsBelow(scope: IConstruct): readonly string[] {
  const { path, root } = scope.node;
  const taken = [...(claims.get(root) ?? [])];
  return taken.filter(([, holder]) => holder === path || holder.startsWith(`${path}/`)).map(([key]) => key);
}
