import { Construct } from 'constructs';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import type { User } from '../container/user';
import { WritablePath } from '../container/writable-path';
import type { IContainerImage } from '../image/container-image';
import { Owner } from '../owner/owner';
import { userOf } from '../tenancy/user-plan';
import type { ITerraformDependable } from '../cdktf/framework';
import { contentHash } from '../cdktf/generation';
import { Size } from '../units/size';
import { AUTHORITY_DIRECTORY, CertificateAuthority } from './certificate-authority';
import { CERTIFICATES_DIRECTORY, type GatewayCertificate } from './gateway-certificate';

/** Options of {@link TenantCertificate}. */
export interface TenantCertificateProps {
  /** The platform's certificates image. */
  readonly image: IContainerImage;
  /** All hosts of the tenant. */
  readonly hosts: readonly string[];
  /** Of the container that issues it. @default computed from the tenant's name */
  readonly user?: User;
}

/**
 * One certificate for all hosts of a tenant, issued by the installation's authority into a volume that only the tenant's gateway mounts, and renewed
 * long before its end: the gateway takes a new one without losing a connection. Other hosts are another file, so that the gateway of the old
 * generation keeps its own.
 */
export class TenantCertificate extends Construct implements GatewayCertificate {
  readonly directory = CERTIFICATES_DIRECTORY;
  readonly volume: Volume;
  readonly dependables: readonly ITerraformDependable[];
  readonly file: string;
  /** It is renewed while it runs. */
  readonly loaders = [];
  readonly accountMap = undefined;

  constructor(scope: Construct, id: string, props: TenantCertificateProps) {
    super(scope, id);
    const owner = Owner.of(this);
    const { instance, tenant } = owner;
    const hosts = [...props.hosts].sort();
    const name = contentHash(hosts);
    this.file = `${CERTIFICATES_DIRECTORY}/${name}.pem`;
    // A lost one is issued again by the next deploy.
    this.volume = new Volume(this, 'Volume', { name: 'issued-certificates', content: VolumeContent.generated() });
    const platform = new Construct(this, 'Issuer');
    // The issuer sees the authority, which no tenant may: it is the platform's, in the tenant's stack.
    Owner.attach(platform, owner.asPlatform());
    const issuerName = `certificate-${tenant ?? ''}`;
    const issuer = new HardenedContainer(platform, 'Container', {
      name: issuerName,
      role: 'certificates',
      image: props.image,
      // A user of its own: the kernel counts processes by user, over all tenants.
      user: userOf(platform, issuerName, props.user),
      command: ['agent', 'certificate', 'keep', name, ...hosts],
      listener: Listener.none(),
      healthCheck: HealthCheck.none('the gateway does not start without the certificate'),
      memory: Memory.mebibytes(32),
      cpu: Cpu.cores(0.25),
      pids: Pids.atMost(32),
      files: [
        { directory: AUTHORITY_DIRECTORY, volume: { volumeName: CertificateAuthority.volumeNameOf(instance.name) }, dependables: [] },
      ],
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(1)), WritablePath.volume('/certificates', this.volume)],
    });
    this.dependables = [issuer.dependable];
  }
}
