import type { User } from '../container/user';
import { AppEngineError } from '../errors';
import { isAuthority } from './is-authority';

/** An account at an ACME server. */
export interface AcmeProps {
  /** Address for the server's notices, such as certificates that expire. */
  readonly email: string;
  /**
   * URL of the server's directory, https alone; for trials `https://acme-staging-v02.api.letsencrypt.org/directory`.
   * @default Let's Encrypt's, `https://acme-v02.api.letsencrypt.org/directory`
   */
  readonly directory?: string;
  /** Certificate in PEM of the authority that the server itself is trusted by, for a server of one's own. @default the public ones */
  readonly authority?: string;
  /** User of the container that asks the server, with a number from 60000 to 65000. @default a number computed from the tenant's name */
  readonly user?: User;
}

const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';

/** With every default. @throws AppEngineError AcmeDirectoryInvalid, AcmeEmailInvalid, AcmeAuthorityInvalid */
export function checkedAcme({ email, directory = LETS_ENCRYPT, authority, user }: AcmeProps): AcmeProps & { readonly directory: string } {
  // Of one line and plain characters, since it stands in the client's log and in what it sends.
  if (!/^https:\/\/[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?(\/[A-Za-z0-9._~-]+)*\/?$/.test(directory)) {
    throw new AppEngineError(
      'AcmeDirectoryInvalid',
      `ACME directory ${JSON.stringify(directory)} must be an https:// URL of a host and a path, without user or query; use one such as "${LETS_ENCRYPT}"`,
    );
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(email)) {
    throw new AppEngineError(
      'AcmeEmailInvalid',
      `email ${JSON.stringify(email)} must be one address that is read, its domain in lower case; use one such as "operations@example.com"`,
    );
  }
  if (authority !== undefined && !isAuthority(authority)) {
    throw new AppEngineError(
      'AcmeAuthorityInvalid',
      `authority of ${directory} must be the certificate of an authority in PEM, without a private key; leave it out for a public server`,
    );
  }
  return { email, directory, ...(authority === undefined ? {} : { authority }), ...(user === undefined ? {} : { user }) };
}
