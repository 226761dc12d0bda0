import { Construct } from 'constructs';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory } from '../container/limits';
import { Listener } from '../container/listener';
import { RestartPolicy } from '../container/restart-policy';
import type { IVolume } from '../container/volume-reference';
import { WritablePath } from '../container/writable-path';
import type { IContainerImage } from '../image/container-image';
import { Owner } from '../owner/owner';
import type { ITerraformDependable } from '../cdktf/framework';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import { AUTHORITY_DIRECTORY, CertificateAuthority } from './certificate-authority';

/** Directory of an intermediate in the containers that see it. */
export const INTERMEDIATE_DIRECTORY = '/intermediate';

/** Options of {@link IntermediateAuthority}. */
export interface IntermediateAuthorityProps {
  /** Container name without prefix and generation. */
  readonly name: string;
  /** The platform's certificates image. */
  readonly image: IContainerImage;
  /** Hosts that it may issue certificates for, sorted. */
  readonly hosts: readonly string[];
  /** Has the request of an issuer, and gets the signed intermediate. */
  readonly volume: IVolume;
  /** Has to exist before it: the issuer, which has written the request. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Lets the installation's authority sign an intermediate for some hosts and no others: a container that sees the authority's key ends within a moment, and
 * never sees the one of the intermediate. `up` starts it again when a third of the intermediate's life is left, or the authority is another one.
 */
export class IntermediateAuthority extends Construct {
  /** Exists when it is signed. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: IntermediateAuthorityProps) {
    super(scope, id);
    const { instance } = Owner.of(this);
    const container = new HardenedContainer(this, 'Container', {
      name: props.name,
      role: 'certificates',
      image: props.image,
      // The one who can read the authority's key.
      user: CertificateAuthority.userOf(instance.name),
      command: ['agent', 'authority', 'sign', ...props.hosts],
      listener: Listener.none(),
      healthCheck: HealthCheck.none('it ends when the intermediate is signed'),
      restart: RestartPolicy.never(),
      oneShot: { timeout: Duration.minutes(1) },
      memory: Memory.mebibytes(32),
      cpu: Cpu.cores(0.5),
      files: [
        { directory: AUTHORITY_DIRECTORY, volume: { volumeName: CertificateAuthority.volumeNameOf(instance.name) }, dependables: [] },
      ],
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(1)), WritablePath.volume(INTERMEDIATE_DIRECTORY, props.volume)],
      after: props.after,
    });
    this.dependable = container.dependable;
  }
}
