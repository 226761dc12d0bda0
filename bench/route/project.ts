import { readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import {
  AccessLog,
  AppImage,
  ConfigFiles,
  Cpu,
  HardenedContainer,
  HealthCheck,
  Listener,
  Memory,
  PublishedPort,
  RuntimePool,
  Size,
  User,
  WritablePath,
  type IContainerImage,
} from '../../constructs';
import { HEALTH_PORT, HTTPS_PORT } from '../../constructs/network/ports';
import { App } from '../../constructs/cdktf/framework';
import { PlatformStack, TenantStack, type Platform } from '../../stacks';
import { HOST, PATH, RIVALS, TENANT, type Plan, type Rival } from './plan';
import { rival } from './rivals';

const PORT = 8080;
const UPSTREAM_UID = 60_000;
const FIRST_RIVAL_UID = 60_001;

/** An upstream behind router and gateway, and the same upstream behind one hop of what else it could be. */
class Contest extends TenantStack {
  constructor(scope: Construct, platform: Platform, plan: Plan) {
    super(scope, TENANT, {
      platform,
      gateway: { accessLog: plan.accessLogs ? AccessLog.json() : AccessLog.off('none of the compared proxies writes one') },
    });
    const web = new RuntimePool(this, 'Web', {
      image: platform.images.runtimes.staticFiles,
      user: User.of(UPSTREAM_UID),
      cpu: Cpu.cores(1),
      healthCheck: HealthCheck.http(PATH),
    });
    this.route(HOST, web);

    const caddy = AppImage.fromDirectory(this, 'CaddyImage', plan.caddyImage, {
      repository: 'caddy',
      from: { BASE: platform.images.base },
    });
    const images: Readonly<Record<Rival, IContainerImage>> = {
      haproxy: platform.images.infrastructure.gateway,
      nginx: platform.images.runtimes.staticFiles,
      caddy,
    };
    for (const name of RIVALS) this.add(name, images[name], plan, web);
  }

  /** With the limits of a gateway. */
  private add(name: Rival, image: IContainerImage, plan: Plan, upstream: RuntimePool): void {
    const { file, config, entrypoint } = rival(name, `${upstream.replicas[0]?.containerName ?? ''}:${String(PORT)}`, plan.accessLogs);
    const files = new ConfigFiles(this, `${name}-config`, {
      name: `${name}-config`,
      files: { [file]: config, 'host.pem': plan.certificate },
      directory: '/etc/proxy',
    });
    const edge = { networkName: `${this.instance.name}-public`, aliases: [], dependables: [] };
    new HardenedContainer(this, name, {
      name,
      image,
      entrypoint,
      command: [],
      files: [files],
      user: User.of(FIRST_RIVAL_UID + RIVALS.indexOf(name)),
      environment: { HOME: '/tmp' },
      networks: [edge, this.network.attach()],
      publish: [PublishedPort.loopback({ external: plan.ports[name], internal: HTTPS_PORT })],
      listener: Listener.http(HEALTH_PORT),
      healthCheck: HealthCheck.http('/'),
      memory: Memory.mebibytes(96),
      cpu: Cpu.cores(1),
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(4))],
      networkSettings: { 'net.ipv4.ip_forward': '0', 'net.ipv4.tcp_tw_reuse': '1', 'net.ipv4.ip_local_port_range': '1024 65535' },
      after: upstream.replicas.map((replica) => replica.dependable),
    });
  }
}

const app = new App({ stackTraces: false });
new Contest(app, new PlatformStack(app), JSON.parse(readFileSync('plan.json', 'utf8')) as Plan);
app.synth();
