import { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import { RestartPolicy } from '../container/restart-policy';
import { Volume } from '../container/volume';
import { WritablePath } from '../container/writable-path';
import { AppEngineError } from '../errors';
import { Tenant } from '../tenancy/tenant';
import { userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import type { StoredSecret } from './stored-secret';

/** Options of {@link GeneratedSecret}. */
export interface GeneratedSecretValueProps {
  readonly name: string;
  /** 16 to 1024. */
  readonly length: number;
}

/** Makes a value where there is none, in a container without a network. */
export class GeneratedSecret extends Construct implements StoredSecret {
  readonly volume: Volume;
  readonly source = 'made on the host';
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, length }: GeneratedSecretValueProps) {
    super(scope, id);
    if (!Number.isInteger(length) || length < 16 || length > 1024) {
      throw new AppEngineError(
        'SecretLengthOutOfRange',
        `length ${String(length)} of a secret must be a whole number from 16 to 1024`,
        this,
      );
    }
    this.volume = new Volume(this, 'Volume', { name: `${name}-secret` });
    const container = new HardenedContainer(this, 'Container', {
      name: `${name}-secret`,
      role: 'secret',
      image: Tenant.of(this).images.certificates,
      user: userOf(this, `${name}-secret`),
      command: ['agent', 'secret', 'generate', String(length)],
      listener: Listener.none(),
      healthCheck: HealthCheck.none('it ends when the secret is there'),
      restart: RestartPolicy.never(),
      oneShot: { timeout: Duration.minutes(1) },
      memory: Memory.mebibytes(32),
      cpu: Cpu.cores(0.5),
      pids: Pids.atMost(32),
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(1)), WritablePath.volume('/binding', this.volume)],
    });
    this.dependables = [container.dependable];
  }
}
