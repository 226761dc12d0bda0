import { Construct } from 'constructs';
import { ConfigFiles } from '../container/config-files';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import { Volume } from '../container/volume';
import { WritablePath } from '../container/writable-path';
import { AppEngineError } from '../errors';
import type { IContainerImage } from '../image/container-image';
import { InternetNetwork } from '../network/internet-network';
import { userOf } from '../tenancy/user-plan';
import type { ITerraformDependable } from '../cdktf/framework';
import { contentHash } from '../cdktf/generation';
import { Size } from '../units/size';
import type { AcmeProps } from './acme-props';
import { CERTIFICATES_DIRECTORY, type GatewayCertificate } from './gateway-certificate';
import { pollingOf } from './polling';

/** Options of {@link AcmeCertificate}. */
export interface AcmeCertificateProps extends AcmeProps {
  readonly directory: string;
  /** The platform's ACME image. */
  readonly image: IContainerImage;
  /** All hosts of the tenant. */
  readonly hosts: readonly string[];
}

/** Also of its network and its user. */
const CLIENT = 'acme-client';

/**
 * One certificate for all hosts of a tenant from an ACME server, renewed when a third of its life is left. The client is in a network of its own, with a way
 * out and nothing in: the gateway answers the server's challenges by itself. Other hosts are another file, which begins as a copy of the last one.
 */
export class AcmeCertificate extends Construct implements GatewayCertificate {
  readonly directory = CERTIFICATES_DIRECTORY;
  readonly volume: Volume;
  readonly dependables: readonly ITerraformDependable[];
  readonly file: string;
  readonly loaders = [];
  readonly accountMap = `${CERTIFICATES_DIRECTORY}/account.map`;

  constructor(scope: Construct, id: string, props: AcmeCertificateProps) {
    super(scope, id);
    const hosts = [...props.hosts].sort();
    const local = hosts.find((host) => host.endsWith('.localhost'));
    if (local !== undefined) {
      throw new AppEngineError(
        'AcmeHostLocal',
        `host ${JSON.stringify(local)} ends with .localhost, where no ACME server finds it; give it to a tenant with Certificates.internal()`,
        this,
      );
    }
    const name = contentHash(hosts);
    this.file = `${CERTIFICATES_DIRECTORY}/${name}.pem`;
    // Data, so that `down` keeps it: servers limit how often they issue the same certificate.
    this.volume = new Volume(this, 'Volume', { name: 'acme' });
    const authority =
      props.authority === undefined
        ? []
        : [
            new ConfigFiles(this, 'Authority', {
              name: 'acme-authority',
              directory: '/etc/acme',
              files: { 'authority.pem': props.authority },
            }),
          ];
    const client = new HardenedContainer(this, 'Client', {
      name: CLIENT,
      role: 'certificates',
      image: props.image,
      user: userOf(this, CLIENT, props.user),
      command: ['agent', 'acme', 'keep', name, ...hosts],
      environment: { ACME_DIRECTORY: props.directory, ACME_EMAIL: props.email, ...pollingOf(this) },
      networks: [new InternetNetwork(this, 'Internet', { name: CLIENT }).attach()],
      listener: Listener.none(),
      healthCheck: HealthCheck.none('while the server is away the gateway serves what there is'),
      memory: Memory.mebibytes(64),
      cpu: Cpu.cores(0.25),
      pids: Pids.atMost(32),
      files: authority,
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(4)), WritablePath.volume('/certificates', this.volume)],
    });
    this.dependables = [client.dependable];
  }
}
