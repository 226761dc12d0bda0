import { readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import {
  AppImage,
  ConfigFiles,
  Cpu,
  HardenedContainer,
  HealthCheck,
  Memory,
  PublishedPort,
  RuntimePool,
  User,
  type IContainerImage,
} from '../../constructs';
import { App } from '../../constructs/terraform/framework';
import { PlatformStack, TenantStack, type Platform } from '../../stacks';
import { HOST, PATH, TENANT, type Plan } from './plan';

const PORT = 8080;
const UPSTREAM_UID = 60_000;
const PROXY_UID = 60_001;

/** An upstream behind router and gateway, and the same upstream behind one hop of what else it could be. */
class Contest extends TenantStack {
  constructor(scope: Construct, platform: Platform, plan: Plan) {
    super(scope, TENANT, { platform });
    const web = new RuntimePool(this, 'Web', {
      image: platform.images.staticFiles,
      user: User.of(UPSTREAM_UID),
      cpu: Cpu.cores(1),
      healthCheck: HealthCheck.http(PATH),
    });
    this.route(HOST, web);

    const upstream = `${web.replicas[0]?.containerName ?? ''}:${String(PORT)}`;
    const caddy = AppImage.fromDirectory(this, 'CaddyImage', plan.caddyImage, {
      repository: 'caddy',
      from: { BASE: platform.images.base },
    });
    const haproxyFile = { 'haproxy.cfg': haproxyConfig(upstream) };
    const caddyFile = { Caddyfile: caddyConfig(upstream) };
    this.proxy('haproxy', plan.haproxyPort, platform.images.gateway, haproxyFile, ['haproxy', '-W', '-f', '/etc/proxy/haproxy.cfg'], web);
    this.proxy(
      'caddy',
      plan.caddyPort,
      caddy,
      caddyFile,
      ['caddy', 'run', '--config', '/etc/proxy/Caddyfile', '--adapter', 'caddyfile'],
      web,
    );
  }

  /** With the limits of a gateway. */
  private proxy(
    name: string,
    external: number,
    image: IContainerImage,
    files: Readonly<Record<string, string>>,
    command: readonly string[],
    upstream: RuntimePool,
  ): void {
    const config = new ConfigFiles(this, `${name}-config`, { name: `${name}-config`, files, directory: '/etc/proxy' });
    const edge = { networkName: `${this.instance.name}-public`, aliases: [], dependables: [] };
    new HardenedContainer(this, name, {
      name,
      image,
      command,
      files: [config],
      user: User.of(PROXY_UID),
      environment: { HOME: '/tmp' },
      networks: [edge, this.network.attach()],
      publish: [PublishedPort.loopback({ external, internal: PORT })],
      healthCheck: HealthCheck.http(PATH),
      memory: Memory.mebibytes(96),
      cpu: Cpu.cores(1),
      networkSettings: { 'net.ipv4.ip_forward': '0', 'net.ipv4.tcp_tw_reuse': '1', 'net.ipv4.ip_local_port_range': '1024 65535' },
      after: upstream.replicas.map((replica) => replica.dependable),
    });
  }
}

function haproxyConfig(upstream: string): string {
  return `global
  maxconn 1000
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
frontend http
  bind :${String(PORT)}
  default_backend upstream
backend upstream
  server upstream ${upstream}
`;
}

function caddyConfig(upstream: string): string {
  return `{
  admin off
  auto_https off
}
:${String(PORT)} {
  reverse_proxy ${upstream}
}
`;
}

const app = new App({ stackTraces: false });
new Contest(app, new PlatformStack(app), JSON.parse(readFileSync('plan.json', 'utf8')) as Plan);
app.synth();
