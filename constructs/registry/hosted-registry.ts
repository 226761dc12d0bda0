import { Construct } from 'constructs';
import type { CertificateAuthority } from '../certificates/certificate-authority';
import { IssuedCertificate } from '../certificates/issued-certificate';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import { PublishedPort } from '../container/published-port';
import { RestartPolicy } from '../container/restart-policy';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import { WritablePath } from '../container/writable-path';
import type { IContainerImage } from '../image/container-image';
import { RegistryNetwork } from '../network/registry-network';
import { userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import type { HostedRegistrySettings } from './registry';

/** Options of {@link HostedRegistry}. */
export interface HostedRegistryConstructProps {
  /** How it is run. */
  readonly hosting: HostedRegistrySettings;
  /** Makes the installation's authority. */
  readonly authority: CertificateAuthority;
  /** The platform's images. */
  readonly images: {
    /** Makes certificates. */
    readonly certificates: IContainerImage;
    /** Has the registry. */
    readonly registry: IContainerImage;
  };
}

const PORT = 5000;
/** Beside addresses, a certificate needs a name to be for: none resolves it. */
const NAME = 'registry.appengine.internal';
const VERIFIERS = '/verifiers';

/**
 * A registry of images. Its data is in a volume that no deploy removes. Passwords are made on the host, in a container that has ended when it runs; the registry
 * itself knows only how to tell right ones from wrong ones.
 */
export class HostedRegistry extends Construct {
  /** The container that runs it. */
  readonly container: HardenedContainer;

  constructor(scope: Construct, id: string, { authority, hosting, images }: HostedRegistryConstructProps) {
    super(scope, id);
    const { address, host, port, memory = Memory.mebibytes(256) } = hosting;
    const certificate = new IssuedCertificate(this, 'Certificate', {
      image: images.certificates,
      name: 'registry',
      authority: authority.container.dependable,
      hosts: [...new Set([NAME, address, host])],
    });
    const verifiers = new Volume(this, 'Verifiers', { name: 'registry-verifiers', content: VolumeContent.generated() });
    const users = this.users(images.registry, verifiers);
    this.container = new HardenedContainer(this, 'Container', {
      name: 'registry',
      role: 'registry',
      image: images.registry,
      user: userOf(this, 'registry'),
      command: ['run', certificate.file],
      files: [certificate, { directory: VERIFIERS, volume: verifiers, dependables: verifiers.dependables }],
      networks: [new RegistryNetwork(this, 'Network').attach()],
      publish: [PublishedPort.on(address, { external: port, internal: PORT })],
      listener: Listener.none(),
      healthCheck: HealthCheck.command(['agent', 'registry', 'health'], { startWithin: Duration.minutes(1) }),
      memory,
      cpu: Cpu.cores(1),
      writable: [
        WritablePath.tmpfs('/tmp', Size.mebibytes(16)),
        WritablePath.tmpfs('/run/registry', Size.mebibytes(1)),
        WritablePath.volume('/data', new Volume(this, 'Data', { name: 'registry-data' })),
      ],
      after: [users.dependable],
    });
  }

  private users(image: IContainerImage, verifiers: Volume): HardenedContainer {
    const passwords = new Volume(this, 'Passwords', { name: 'registry-users' });
    return new HardenedContainer(this, 'Users', {
      name: 'registry-users',
      role: 'secret',
      image,
      user: userOf(this, 'registry-users'),
      command: ['users'],
      listener: Listener.none(),
      healthCheck: HealthCheck.none('it ends when the passwords are there'),
      restart: RestartPolicy.never(),
      oneShot: { timeout: Duration.minutes(1) },
      memory: Memory.mebibytes(32),
      cpu: Cpu.cores(0.5),
      pids: Pids.atMost(32),
      writable: [
        WritablePath.tmpfs('/tmp', Size.mebibytes(1)),
        WritablePath.volume('/binding', passwords),
        WritablePath.volume(VERIFIERS, verifiers),
      ],
    });
  }
}
