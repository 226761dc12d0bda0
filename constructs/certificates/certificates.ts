import type { Construct } from 'constructs';
import type { User } from '../container/user';
import type { IContainerImage } from '../image/container-image';
import { AcmeCertificate } from './acme-certificate';
import { checkedAcme, type AcmeProps } from './acme-props';
import { FileCertificate } from './file-certificate';
import type { GatewayCertificate } from './gateway-certificate';
import { TenantCertificate } from './tenant-certificate';

/** How the installation's own authority issues certificates. */
export interface InternalCertificateProps {
  /** User of the container that issues and renews, with a number from 60000 to 65000. @default a number computed from the tenant's name */
  readonly user?: User;
}

/** Input of a certificate. */
export interface CertificateProps {
  /** The platform's images that make or get certificates. */
  readonly images: {
    /** Asks an ACME server. */
    readonly acme: IContainerImage;
    /** Is an authority itself. */
    readonly certificates: IContainerImage;
  };
  /** All hosts of the tenant. */
  readonly hosts: readonly string[];
}

type Provider = (scope: Construct, id: string, props: CertificateProps) => GatewayCertificate;

/** Source of the certificate of a tenant's hosts. Its key is in a volume of the tenant, and in no state, image or environment. */
export class Certificates {
  /** From the installation's own authority, which clients have to trust: `npx appengine authority` prints its certificate. */
  static internal({ user }: InternalCertificateProps = {}): Certificates {
    return new Certificates(
      (scope, id, { images, hosts }) =>
        new TenantCertificate(scope, id, { image: images.certificates, hosts, ...(user === undefined ? {} : { user }) }),
    );
  }

  /**
   * From this machine, as certbot leaves it: `fullchain.pem`, the certificate and the chain that leads to its root, and `privkey.pem`, its key. The next
   * deploy after a renewal brings the new ones to the gateway, which loses no connection.
   * @param directory absolute, or relative to the working directory, such as `/etc/letsencrypt/live/example.com`
   */
  static files(directory: string): Certificates {
    return new Certificates((scope, id, { hosts }) => new FileCertificate(scope, id, { directory, hosts }));
  }

  /**
   * From an ACME server, by default Let's Encrypt, which has to reach every host of the tenant on port 80. Using it means agreeing to the server's terms.
   * Until it has issued one, hosts answer with a certificate that no client trusts.
   * @throws AppEngineError AcmeDirectoryInvalid, AcmeEmailInvalid, AcmeAuthorityInvalid
   */
  static acme(props: AcmeProps): Certificates {
    const account = checkedAcme(props);
    return new Certificates((scope, id, { images, hosts }) => new AcmeCertificate(scope, id, { ...account, image: images.acme, hosts }));
  }

  private constructor(private readonly provider: Provider) {}

  /** Adds what brings the certificate to the volume of a gateway. */
  provide(scope: Construct, id: string, props: CertificateProps): GatewayCertificate {
    return this.provider(scope, id, props);
  }
}
