import { Construct } from 'constructs';
import { ConfigFiles } from '../container/config-files';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import type { Exemption } from '../exemption';
import { WritablePath } from '../container/writable-path';
import type { IContainerImage } from '../image/container-image';
import { EgressNetwork } from '../network/egress-network';
import { InternetNetwork } from '../network/internet-network';
import { userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import type { Destination } from './destination';
import { DRAIN_SECONDS, EGRESS_DIRECTORY, EGRESS_PORT, egressFiles } from './egress-config';

/** Options of {@link EgressProxy}. */
export interface EgressProxyProps {
  /** Name of the app. */
  readonly app: string;
  /** The platform's egress image. */
  readonly image: IContainerImage;
  readonly destinations: readonly Destination[];
  /** Why the destinations may have private addresses. @default they may not */
  readonly exemption: Exemption | undefined;
}

/** Name of every proxy in the network of its app. */
const ALIAS = 'egress';

/**
 * The only way out of one app: Squid, which lets named hosts and ports through and refuses everything else. The app finds it by its alias, so that
 * neither a deploy of the app replaces the proxy nor another list the app.
 */
export class EgressProxy extends Construct {
  readonly network: EgressNetwork;
  readonly container: HardenedContainer;
  /** Destinations that it lets through, as `host:port`. */
  readonly destinations: readonly string[];
  /** Binding for the app. */
  readonly url = `http://${ALIAS}:${String(EGRESS_PORT)}`;

  constructor(scope: Construct, id: string, props: EgressProxyProps) {
    super(scope, id);
    const { app } = props;
    this.destinations = props.destinations.map(String);
    const name = `${app}-egress`;
    this.network = new EgressNetwork(this, 'Network', { name: app });
    const internet = new InternetNetwork(this, 'Internet', { name: app });
    const config = new ConfigFiles(this, 'Config', {
      name,
      directory: EGRESS_DIRECTORY,
      files: egressFiles(props.destinations, props.exemption !== undefined),
    });
    this.container = new HardenedContainer(this, 'Container', {
      name,
      role: 'egress',
      image: props.image,
      user: userOf(this, name),
      files: [config],
      networks: [this.network.attach([ALIAS]), { ...internet.attach(), exemption: props.exemption }],
      listener: Listener.none(),
      healthCheck: HealthCheck.command(['agent', 'egress', 'health']),
      memory: Memory.mebibytes(64),
      cpu: Cpu.cores(0.5),
      pids: Pids.atMost(32),
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(1))],
      // Two networks must not make it a router between them.
      networkSettings: { 'net.ipv4.ip_forward': '0' },
      stopGrace: Duration.seconds(DRAIN_SECONDS + 5),
    });
  }
}
