import { Construct } from 'constructs';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory } from '../container/limits';
import { Listener } from '../container/listener';
import { RestartPolicy } from '../container/restart-policy';
import type { User } from '../container/user';
import { Volume } from '../container/volume';
import { WritablePath } from '../container/writable-path';
import type { IContainerImage } from '../image/container-image';
import { computedUser, userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import { Size } from '../units/size';

/** Options of {@link CertificateAuthority}. */
export interface CertificateAuthorityProps {
  /** The platform's certificates image. */
  readonly image: IContainerImage;
}

/** Directory of the authority in the containers that see it. */
export const AUTHORITY_DIRECTORY = '/authority';
const NAME = 'certificate-authority';

/**
 * The authority of one installation: made once, on the host, by a container without a network. Its key is in a volume that is mounted only while an
 * intermediate is signed, readable by one user, and in no state, image or environment. `npx appengine authority` prints what clients have to trust.
 */
export class CertificateAuthority extends Construct {
  /** Name of the authority's volume, for stacks that do not make it. */
  static volumeNameOf(instance: string): string {
    return `${instance}-${NAME}`;
  }

  /** The user who reads the authority's key, also in stacks that do not make it. */
  static userOf(instance: string): User {
    return computedUser(instance, '', NAME);
  }

  /** The container that keeps its key. */
  readonly container: HardenedContainer;

  constructor(scope: Construct, id: string, props: CertificateAuthorityProps) {
    super(scope, id);
    const volume = new Volume(this, 'Volume', { name: NAME });
    this.container = new HardenedContainer(this, 'Container', {
      name: NAME,
      role: 'certificates',
      image: props.image,
      user: userOf(this, NAME),
      command: ['agent', 'authority', 'create'],
      listener: Listener.none(),
      healthCheck: HealthCheck.none('it ends when the authority is there'),
      restart: RestartPolicy.never(),
      oneShot: { timeout: Duration.minutes(1) },
      memory: Memory.mebibytes(32),
      cpu: Cpu.cores(0.5),
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(1)), WritablePath.volume(AUTHORITY_DIRECTORY, volume)],
    });
  }
}
