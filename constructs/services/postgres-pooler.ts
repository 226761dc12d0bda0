import type { Construct } from 'constructs';
import type { BoundApp, ContainerBinding } from '../container/binding';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory } from '../container/limits';
import { Listener } from '../container/listener';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import { WritablePath } from '../container/writable-path';
import { AppEngineError } from '../errors';
import { ServiceNetwork } from '../network/service-network';
import type { OfferedService } from '../service-pool/service-catalogue';
import { userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import { BackingService } from './backing-service';
import { PoolMode } from './pool-mode';
import { checkedMemory } from './offered-memory';
import type { ServiceDoor } from './service-door';
import { ServiceUsers } from './service-users';

/** Options of {@link Postgres.pooled}. */
export interface PostgresPoolerProps {
  /** When a connection of the server is given to another client. @default PoolMode.transaction() */
  readonly mode?: PoolMode;
  /**
   * Most connections to the server of all apps that are pooled together, of which each app has an equal part: from 1 to 5 less than those of the server.
   * @default three quarters of those of the server, less 3
   */
  readonly connections?: number;
  /** Most clients at once, 10 to 10000. @default 500 */
  readonly clients?: number;
  /** At most what the platform offers. @default 32 MiB, and 1 MiB for each 16 clients */
  readonly memory?: Memory;
  /** @default 0.25 cores */
  readonly cpu?: Cpu;
}

/**
 * The server of a pooler.
 * @internal
 */
export interface PooledServer {
  /** Name of the service. */
  readonly name: string;
  /** Most connections that it takes. */
  readonly connections: number;
  /** How its apps get in. */
  readonly door: ServiceDoor;
}

const PORT = 6432;
const DEFAULT_CLIENTS = 500;
/** Of TLS and buffers. */
const CLIENTS_PER_MEBIBYTE = 16;
const OWN_MEMORY = 32;
/** For the operator, and for those who bind. */
const LEFT = 5;
const OPEN_FILES = 4096;

/**
 * A PgBouncer between apps and a PostgreSQL server, in the network of the service: many clients share few connections. It has no password; a client's login is passed on.
 * TLS is checked on both sides.
 */
export class PostgresPooler extends BackingService {
  readonly container: HardenedContainer;
  /** Its certificate authority alone. */
  readonly data: Volume;
  readonly entries = ['ca.crt', 'database', 'host', 'password', 'port', 'provider', 'type', 'uri', 'username'];
  readonly offered: OfferedService;
  /** Users are those of the server. */
  readonly rotation = undefined;
  readonly absence = 'a pooler has no data';
  private readonly authority: Volume;
  private readonly users: ServiceUsers;

  /** @internal */
  constructor(
    scope: Construct,
    id: string,
    private readonly server: PooledServer,
    props: PostgresPoolerProps,
  ) {
    super(scope, id, `${server.name}-pooler`);
    this.offered = this.tenant.services.find(this, 'pgbouncer');
    const { clients = DEFAULT_CLIENTS, mode = PoolMode.transaction() } = props;
    const connections = props.connections ?? Math.max(2, Math.floor((server.connections * 3) / 4) - 3);
    this.checkWhole('clients', clients, 10, 10_000);
    this.checkWhole('connections', connections, 1, server.connections - LEFT);
    const memory = checkedMemory(
      this,
      this.offered,
      props.memory ?? Memory.mebibytes(OWN_MEMORY + Math.ceil(clients / CLIENTS_PER_MEBIBYTE)),
    );
    this.data = new Volume(this, 'Data', { name: `${this.name}-data`, content: VolumeContent.generated() });
    this.authority = new Volume(this, 'Authority', { name: `${this.name}-authority`, content: VolumeContent.generated() });
    this.users = new ServiceUsers(this, 'Users', { service: this.name });
    const { network, verifiers, authority } = server.door;
    const alone = new ServiceNetwork(this, 'Alone', { name: `${this.name}-alone` });
    this.container = new HardenedContainer(this, 'Container', {
      name: this.name,
      role: 'service',
      app: { name: this.name, slot: 1 },
      image: this.offered.image,
      user: userOf(this, this.name),
      entrypoint: ['agent', 'pgbouncer'],
      command: ['run', this.name, server.name, server.name, mode.mode, String(clients), String(connections)],
      listener: Listener.none(),
      healthCheck: HealthCheck.command(['agent', 'pgbouncer', 'health'], { startWithin: Duration.minutes(1) }),
      memory: Memory.mebibytes(memory),
      cpu: props.cpu ?? Cpu.cores(0.25),
      openFiles: Math.max(OPEN_FILES, clients + connections + 256),
      // SIGINT lets each transaction end.
      stopSignal: 'SIGINT',
      stopGrace: Duration.minutes(1),
      // The engine keeps no alias in the first network of a container.
      networks: [alone.attach(), network.attach([this.name])],
      files: [
        this.users,
        { directory: '/verifiers', volume: verifiers, dependables: verifiers.dependables },
        { directory: '/server', volume: authority, dependables: authority.dependables },
      ],
      writable: [WritablePath.volume('/data', this.data), WritablePath.volume('/public', this.authority)],
      after: [server.door.service],
    });
    this.tenant.quota.add(this, [this.container]);
  }

  /** Apps find it in the place of the server. */
  override get bindingName(): string {
    return this.server.name;
  }

  protected give(scope: Construct, app: BoundApp, directory: string): ContainerBinding {
    return this.server.door.admit(scope, app, directory, {
      host: this.name,
      port: PORT,
      authority: this.authority,
      service: this.container.dependable,
      users: this.users,
    });
  }

  private checkWhole(what: string, given: number, least: number, most: number): void {
    if (Number.isInteger(given) && given >= least && given <= most) return;
    throw new AppEngineError(
      'PoolerLimitOutOfRange',
      `${what} ${String(given)} of the pooler of ${this.server.name} must be a whole number from ${String(least)} to ${String(most)}; leave it out, or raise \`connections\` of the service`,
      this,
    );
  }
}
