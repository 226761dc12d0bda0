import { isAuthority } from '../../certificates/is-authority';
import { AppEngineError } from '../../errors';
import { contentHash } from '../../cdktf/generation';
import { GATEWAY_DIRECTORY, refuse, type GatewayRules, type IRoutePolicy } from '../gateway-rules';

/** Lets only clients connect that prove who they are by a certificate: for the whole host, because the handshake knows no path. */
export class ClientCertificates implements IRoutePolicy {
  /**
   * The app finds the subject in the header `X-Client-Certificate`.
   * @param authority certificate in PEM of the authority that issues the clients' certificates
   * @throws AppEngineError ClientAuthorityInvalid
   */
  static issuedBy(authority: string): ClientCertificates {
    return new ClientCertificates(authority);
  }

  private constructor(private readonly authority: string) {
    if (!isAuthority(authority)) {
      throw new AppEngineError(
        'ClientAuthorityInvalid',
        `client authority ${JSON.stringify(authority.slice(0, 40))} must be the certificate of an authority in PEM, without a private key; pass the text of the file, not its path`,
      );
    }
  }

  /** Clients without a certificate of the authority. */
  get keepsOut(): string {
    return `client certificates of the authority ${contentHash(this.authority)}`;
  }

  rules(): GatewayRules {
    // By what it is: on several paths of a host it is one.
    const file = `clients-${contentHash(this.authority)}.pem`;
    return {
      files: { [file]: this.authority },
      handshake: `ca-file ${GATEWAY_DIRECTORY}/${file} verify required`,
      request: [
        // Without TLS a client has proven nothing.
        refuse({ status: 403 }, 'A client certificate is needed.', '!{ ssl_c_used }'),
        { action: 'set-header X-Client-Certificate %{+Q}[ssl_c_s_dn]' },
      ],
    };
  }
}
