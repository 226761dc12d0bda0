/** A lock that Terraform or OpenTofu could not get, as its message describes it. */
export interface StateLock {
  /** Id by which it can be taken away; undefined where the backend knows of none. */
  readonly id: string | undefined;
  /** Such as `` `terraform apply` of anna@host1, since 2026-11-28 12:01:02 +0000 UTC ``; undefined where the backend does not say who holds it. */
  readonly holder: string | undefined;
}

/** PostgreSQL tells of the lock that was wanted, and nothing of the one that is held: it lasts as long as a connection. */
const ANONYMOUS = /already locked(?: for workspace creation)?: /i;

/** True if a message is about a lock that something else holds. */
export function isStateLock(text: string): boolean {
  return /\bstate lock\b/i.test(text) && /^\s*Lock Info:/m.test(text);
}

/** The lock that a message is about. */
export function parseStateLock(text: string): StateLock {
  const field = (name: string): string | undefined => new RegExp(`^[ \\t]*${name}:[ \\t]*(\\S.*?)[ \\t]*$`, 'm').exec(text)?.[1];
  if (ANONYMOUS.test(text)) return { id: undefined, holder: undefined };
  const operation = field('Operation')
    ?.replace(/^OperationType/, '')
    .toLowerCase();
  const who = field('Who');
  const since = field('Created')?.replace(/\.\d+/, '');
  const holder = [
    operation === undefined ? 'another Terraform' : `\`terraform ${operation}\``,
    ...(who === undefined ? [] : [` of ${who}`]),
    ...(since === undefined ? [] : [`, since ${since}`]),
  ].join('');
  return { id: field('ID'), holder };
}

/**
 * Terraform's or OpenTofu's error about the lock of a state in words of ours; undefined for any other error.
 * @param stack whose state it is, where that is known
 */
export function describeStateLock(text: string, stack?: string): string | undefined {
  if (!/\bstate lock\b/i.test(text)) return undefined;
  // Without it the lock is not the reason. What follows in the message is an invitation to do without locks.
  if (!isStateLock(text)) return text.replace(/\s*Terraform acquires a state lock[^]*$|\s*OpenTofu acquires a state lock[^]*$/, '');
  const { id, holder } = parseStateLock(text);
  const path = /^[ \t]*Path:[ \t]*(\S.*?)[ \t]*$/m.exec(text)?.[1];
  const subject = `the state${path === undefined || holder === undefined ? '' : ` ${path}`} is in use by`;
  if (holder === undefined) {
    return `${subject} another Terraform, and its server does not tell whose; the lock ends with that process's connection: wait until then and run the same command again`;
  }
  // That of a file ends with its process.
  const isFile = /^\.{0,2}\//.test(path ?? '');
  const unlock =
    id === undefined || isFile
      ? ''
      : `; if it was killed, free the state with: npx appengine state unlock${stack === undefined ? '' : ` ${stack}`}`;
  return `${subject} ${holder}; wait until it has ended and run the same command again, or end that process${unlock}`;
}
