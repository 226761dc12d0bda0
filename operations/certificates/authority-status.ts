import type { X509Certificate } from 'node:crypto';

/** A sixth of ten years, see tools/agent/certificate/root.go. */
const LONGEST_OVERLAP_MS = (3650 / 6) * 24 * 60 * 60 * 1000;

/** The installation's authority, or the intermediate of a tenant, and when it has to be renewed. */
export interface AuthorityStatus {
  readonly stack: string;
  readonly kind: 'root' | 'intermediate';
  /** Undefined where there is none, though it was deployed. */
  readonly ends?: Date;
  /** A third of its life is left, or the authority above it is another one: the next `up` renews it. */
  readonly isDue: boolean;
  /** Of the root alone: when the next one, which clients trust already, signs instead. @default there is no next one */
  readonly nextSigns?: Date;
  /** Of the root alone: another one that clients have to trust as well, because it signs next or has signed before. */
  readonly isInTransition?: boolean;
}

/** @param certificates those that clients have to trust, the one that signs first */
export function rootStatus(stack: string, [root, ...others]: readonly X509Certificate[], now: Date): AuthorityStatus {
  if (root === undefined) return { stack, kind: 'root', isDue: true };
  const next = others.find((other) => Date.parse(other.validFrom) > Date.parse(root.validFrom));
  const nextSigns = next === undefined ? undefined : signsFrom(root, next);
  return {
    stack,
    kind: 'root',
    ends: endOf(root),
    isDue: isDue(root, now) || (nextSigns !== undefined && nextSigns <= now),
    isInTransition: others.length > 0,
    ...(nextSigns === undefined ? {} : { nextSigns }),
  };
}

/** @param root that signs now; undefined where it is not known */
export function intermediateStatus(
  stack: string,
  [intermediate]: readonly X509Certificate[],
  root: X509Certificate | undefined,
  now: Date,
): AuthorityStatus {
  if (intermediate === undefined) return { stack, kind: 'intermediate', isDue: true };
  const isOfRoot = root === undefined || (intermediate.checkIssued(root) && intermediate.verify(root.publicKey));
  return { stack, kind: 'intermediate', ends: endOf(intermediate), isDue: !isOfRoot || isDue(intermediate, now) };
}

/** Words about what an operator has to do, and by when; undefined where there is nothing. */
export function describeAuthority({ stack, kind, ends, isDue, isInTransition }: AuthorityStatus): string | undefined {
  const until = ends === undefined ? '' : `, until ${ends.toISOString().slice(0, 10)}`;
  if (isInTransition === true) {
    return `clients have to trust two certificate authorities while one follows the other${until}: npx appengine authority > authority.pem`;
  }
  if (!isDue) return undefined;
  const name = kind === 'root' ? 'the certificate authority' : 'the intermediate that issues its certificates';
  return `${name} is due to be renewed${until}: npx appengine up --only ${stack}`;
}

function endOf({ validTo }: X509Certificate): Date {
  return new Date(validTo);
}

/** As what makes the roots decides it: after 20 months, or half of what is left. */
function signsFrom(root: X509Certificate, next: X509Certificate): Date {
  const begin = Date.parse(next.validFrom);
  return new Date(begin + Math.min(LONGEST_OVERLAP_MS, (Date.parse(root.validTo) - begin) / 2));
}

function isDue(certificate: X509Certificate, now: Date): boolean {
  const [begin, end] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  return end - now.getTime() <= (end - begin) / 3;
}
