import { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import type { MountedFiles } from '../container/mounted-files';
import { RestartPolicy } from '../container/restart-policy';
import { Volume } from '../container/volume';
import { WritablePath } from '../container/writable-path';
import { Tenant } from '../tenancy/tenant';
import { userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import { Size } from '../units/size';

/** Options of {@link GeneratedCredentials}. */
export interface GeneratedCredentialsProps {
  /** Name of the service, which is its host. */
  readonly service: string;
  readonly type: string;
  readonly scheme: string;
  readonly port: number;
  readonly username: string;
  /** @default none */
  readonly database?: string;
}

/** Credentials of a service whose server is told its password: made once, in a container without a network, for the server and all apps that use it. */
export class GeneratedCredentials extends Construct {
  private readonly volume: Volume;
  private readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: GeneratedCredentialsProps) {
    super(scope, id);
    const { service, type, scheme, port, username, database } = props;
    const name = `${service}-credentials`;
    // The server keeps the password in its data.
    this.volume = new Volume(this, 'Volume', { name });
    const endpoint = [service, String(port), username, ...(database === undefined ? [] : [database])];
    const container = new HardenedContainer(this, 'Container', {
      name,
      role: 'secret',
      image: Tenant.of(this).images.certificates,
      user: userOf(this, name),
      command: ['agent', 'credentials', 'generate', '/credentials', type, scheme, ...endpoint],
      listener: Listener.none(),
      healthCheck: HealthCheck.none('it ends when the credentials are there'),
      restart: RestartPolicy.never(),
      oneShot: { timeout: Duration.minutes(1) },
      memory: Memory.mebibytes(32),
      cpu: Cpu.cores(0.5),
      pids: Pids.atMost(32),
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(1)), WritablePath.volume('/binding', this.volume)],
    });
    this.dependables = [container.dependable];
  }

  /** Their files in a directory. @param directory absolute, in the container that reads them */
  at(directory: string): MountedFiles {
    return { directory, volume: this.volume, dependables: this.dependables };
  }
}
