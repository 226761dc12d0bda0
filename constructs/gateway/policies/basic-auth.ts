import { AppEngineError } from '../../errors';
import { refuse, type GatewayRules, type IRoutePolicy } from '../gateway-rules';

/** As HAProxy's configuration quotes it. */
const CHALLENGE = `'Basic realm="AppEngine"'`;

/** Asks for a name and a password, which the app then needs no page for. Use it over TLS alone. */
export class BasicAuth implements IRoutePolicy {
  /**
   * @param users hash of each user's password, as `openssl passwd -6` or `mkpasswd -m yescrypt` prints it; it ends up in the Terraform state, the password nowhere
   * @throws AppEngineError PasswordNotHashed, UserNameInvalid
   */
  static users(users: Readonly<Record<string, string>>): BasicAuth {
    return new BasicAuth(users);
  }

  private constructor(private readonly users: Readonly<Record<string, string>>) {
    for (const [name, hash] of Object.entries(users)) {
      if (!/^[A-Za-z0-9._@-]{1,64}$/.test(name)) {
        throw new AppEngineError(
          'UserNameInvalid',
          `user ${JSON.stringify(name)} must be 1 to 64 of letters, digits, ".", "_", "@" and "-"; use one such as "editor"`,
        );
      }
      if (!/^\$(5|6|y)\$[A-Za-z0-9./$=]{20,200}$/.test(hash)) {
        throw new AppEngineError(
          'PasswordNotHashed',
          `password of user ${JSON.stringify(name)} must be a SHA-256, SHA-512 or yescrypt hash such as "$6$…"; make one with \`openssl passwd -6\``,
        );
      }
    }
    if (Object.keys(users).length === 0)
      throw new AppEngineError('UserNameInvalid', 'users {} must hold at least one user; add one, or drop the policy');
  }

  /** Everybody else. */
  get keepsOut(): string {
    return `a password of ${Object.keys(this.users).sort().join(', ')}`;
  }

  rules(route: string): GatewayRules {
    const list = `users-${route}`;
    const users = Object.entries(this.users).sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      sections: [`userlist ${list}\n${users.map(([name, hash]) => `  user ${name} password '${hash}'\n`).join('')}`],
      request: [
        refuse({ status: 401, headers: { 'WWW-Authenticate': CHALLENGE } }, 'Who are you?', `!{ http_auth(${list}) }`),
        // The app must not see a password that is not for it.
        { action: 'del-header authorization' },
      ],
    };
  }
}
