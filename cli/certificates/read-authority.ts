import { AppEngineError } from '../../constructs/errors';
import { readTrustedAuthorities } from '../../operations/certificates/read-authorities';
import type { Session } from '../../operations/session';

/** The certificates that clients of an installation have to trust: one, or two while one follows the other. @throws AppEngineError AuthorityMissing */
export async function readAuthority(session: Session): Promise<string> {
  const trusted = await readTrustedAuthorities(session);
  if (trusted !== '') return trusted;
  throw authorityMissing(session);
}

/** Nothing is deployed yet. */
export function authorityMissing({ instance }: Session): AppEngineError {
  return new AppEngineError(
    'AuthorityMissing',
    `instance ${instance.name} has no certificate authority yet; deploy with \`npx appengine up\` first`,
  );
}
