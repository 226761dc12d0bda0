import { Construct } from 'constructs';
import { ConfigFiles } from '../container/config-files';
import { HardenedContainer } from '../container/hardened-container';
import type { IContainerImage } from '../image/container-image';
import { HTTP_PORT } from '../network/ports';
import { CallersNetwork } from '../network/callers-network';
import type { TenantNetwork } from '../network/tenant-network';
import { userOf } from '../tenancy/user-plan';
import type { Duration } from '../units/duration';
import type { IBackend } from './backend';
import { BackendFiles } from './backend-files';
import { balancerConfig } from './haproxy/balancer-config';
import { haproxyOptions } from './haproxy/container-options';
import { reloadWith } from './reload-with';

/** Options of a balancer. */
export interface BalancerProps {
  readonly backend: IBackend;
  /** The platform's gateway image. */
  readonly image: IContainerImage;
  /** Network of the replicas. */
  readonly network: TenantNetwork;
  /** How long what has begun may go on after a reload or a swap. */
  readonly drain: Duration;
}

const CONFIG_DIRECTORY = '/etc/balancer';

/**
 * The way from one app of a tenant to another: HAProxy under a name that stays the same, while the replicas behind it change with every deploy. It is
 * reloaded as a gateway is, and answers those alone that use the app: they share a network with it.
 */
export class Balancer extends Construct {
  readonly container: HardenedContainer;
  /** The network that callers join. */
  readonly callers: CallersNetwork;
  /** Its name there. */
  readonly host: string;
  /** URL for other apps. */
  readonly url: string;

  constructor(scope: Construct, id: string, { backend, image, network, drain }: BalancerProps) {
    super(scope, id);
    const name = `${backend.name}-balancer`;
    this.host = backend.name;
    this.url = `http://${this.host}:${String(HTTP_PORT)}`;
    this.callers = new CallersNetwork(this, 'Callers', { name: backend.name });
    const config = new ConfigFiles(this, 'Config', {
      name,
      directory: CONFIG_DIRECTORY,
      files: { 'balancer.cfg': balancerConfig({ backend: backend.name, callers: this.callers.subnet, drain }) },
    });
    const backends = new BackendFiles(this, 'Backends', {
      volume: `${name}-backends`,
      backends: [backend],
      loaderOf: () => `${name}-backend`,
    });
    this.container = new HardenedContainer(this, 'Container', {
      ...haproxyOptions(drain),
      name,
      role: 'balancer',
      image,
      user: userOf(this, name),
      entrypoint: ['haproxy'],
      command: ['-W', '-S', '/tmp/master.sock,mode,600', '-f', `${CONFIG_DIRECTORY}/balancer.cfg`, ...backends.args],
      files: [config, backends],
      networks: [network.attach(), this.callers.attach([this.host])],
    });
    reloadWith(this.container, { backends: backends.loaders }, drain);
  }
}
