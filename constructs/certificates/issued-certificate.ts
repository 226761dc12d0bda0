import { Construct } from 'constructs';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import type { MountedFiles } from '../container/mounted-files';
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
import { CERTIFICATES_DIRECTORY } from './gateway-certificate';
import { INTERMEDIATE_DIRECTORY, IntermediateAuthority } from './intermediate-authority';
import { pollingOf } from './polling';

/** Options of {@link IssuedCertificate}. */
export interface IssuedCertificateProps {
  /** The platform's certificates image. */
  readonly image: IContainerImage;
  /** All hosts that it is for. */
  readonly hosts: readonly string[];
  /** Name of its server in the tenant, such as that of a database. @default the tenant's gateway */
  readonly name?: string;
  /** Has to exist before the intermediate is signed: the installation's authority, where the same stack makes it. @default it is there already */
  readonly authority?: ITerraformDependable;
  /** Of the container that issues it. @default computed from the tenant's name */
  readonly user?: User;
}

/**
 * A certificate for hosts of a tenant or of the platform, by an intermediate of its own below the installation's authority: its key signs for these hosts alone. It is in a
 * volume for the server of the hosts, and is renewed long before its end. Other hosts are another file, so that a server of the old generation keeps its own.
 */
export class IssuedCertificate extends Construct implements MountedFiles {
  readonly directory = CERTIFICATES_DIRECTORY;
  readonly volume: Volume;
  readonly dependables: readonly ITerraformDependable[];
  /** Absolute path in the server: the certificate, its intermediate, then the key. */
  readonly file: string;

  constructor(scope: Construct, id: string, props: IssuedCertificateProps) {
    super(scope, id);
    const owner = Owner.of(this);
    const hosts = [...props.hosts].sort();
    const fileName = contentHash(hosts);
    const suffix = props.name === undefined ? '' : `-${props.name}`;
    const subject = `${owner.tenant ?? ''}${suffix}`;
    this.file = `${this.directory}/${fileName}.pem`;
    // A lost one is issued again by the next deploy.
    this.volume = new Volume(this, 'Volume', { name: `issued-certificates${suffix}`, content: VolumeContent.generated() });
    const platform = new Construct(this, 'Issuer');
    // Issuer and intermediate are the platform's, in the tenant's stack: no tenant may touch them.
    Owner.attach(platform, owner.asPlatform());
    const intermediate = new Volume(platform, 'Volume', { name: `intermediate-${subject}`, content: VolumeContent.generated() });
    const issuerName = `certificate-${subject}`;
    const issuer = new HardenedContainer(platform, 'Container', {
      name: issuerName,
      role: 'certificates',
      image: props.image,
      // A user of its own: the kernel counts processes by user, over all tenants.
      user: userOf(platform, issuerName, props.user),
      command: ['agent', 'certificate', 'keep', fileName, ...hosts],
      environment: pollingOf(this),
      listener: Listener.none(),
      healthCheck: HealthCheck.none('the gateway does not start without the certificate'),
      memory: Memory.mebibytes(32),
      cpu: Cpu.cores(0.25),
      pids: Pids.atMost(32),
      writable: [
        WritablePath.tmpfs('/tmp', Size.mebibytes(1)),
        WritablePath.volume('/certificates', this.volume),
        WritablePath.volume(INTERMEDIATE_DIRECTORY, intermediate),
      ],
    });
    const signed = new IntermediateAuthority(platform, 'Intermediate', {
      name: `intermediate-${subject}`,
      image: props.image,
      hosts,
      volume: intermediate,
      after: [issuer.dependable, ...(props.authority === undefined ? [] : [props.authority])],
    });
    this.dependables = [issuer.dependable, signed.dependable];
  }
}
