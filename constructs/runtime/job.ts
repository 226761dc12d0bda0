import { Construct } from 'constructs';
import { HardenedContainer, type HardenedContainerOptions } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Listener } from '../container/listener';
import { RestartPolicy } from '../container/restart-policy';
import type { User } from '../container/user';
import { Egress } from '../egress/egress';
import type { IContainerImage } from '../image/container-image';
import { kebabCase } from '../naming';
import { claimAppName } from '../tenancy/app-name';
import type { TenantScope } from '../tenancy/tenant-scope';
import { userOf } from '../tenancy/user-plan';
import type { ITerraformDependable } from '../terraform/framework';
import { Duration } from '../units/duration';

/** A program that runs once, such as a database migration. */
export interface JobProps extends Omit<HardenedContainerOptions, 'healthCheck' | 'replacement' | 'restart'> {
  readonly image: IContainerImage;
  /** @default the construct's id in kebab case */
  readonly name?: string;
  /** Longest run; one that takes longer fails. @default 5 minutes */
  readonly timeout?: Duration;
  /** One `User` may be that of several apps of a tenant, such as of a job and its pool. @default a uid of its own */
  readonly user?: User;
  /** Jobs that have to succeed first. @default none */
  readonly after?: readonly Job[];
  /** What it reaches beyond its tenant and its services. @default none: no way out */
  readonly egress?: Egress;
}

/**
 * Runs to its end whenever its image or arguments change. Any exit code but 0 fails the apply and prints the job's log; the next apply runs it again.
 * That it succeeded is remembered by its generation: a job whose container was cleaned away does not run again.
 */
export class Job extends Construct {
  readonly name: string;
  readonly imageName: string;
  readonly container: HardenedContainer;
  /** Exists when the job has succeeded. */
  readonly dependable: ITerraformDependable;

  constructor(scope: TenantScope, id: string, props: JobProps) {
    super(scope, id);
    const { name = kebabCase(id), timeout = Duration.minutes(5), after = [], egress = Egress.none(), environment = {}, ...options } = props;
    this.name = claimAppName(this, name);
    this.imageName = props.image.imageName;
    const wayOut = egress.open(this, { app: this.name, image: scope.egressImage, environment });
    this.container = new HardenedContainer(this, 'Container', {
      ...options,
      name: this.name,
      user: userOf(this, this.name, props.user),
      healthCheck: HealthCheck.none('a job is judged by its exit code'),
      listener: Listener.none(),
      restart: RestartPolicy.never(),
      role: 'job',
      app: { name: this.name, slot: 1 },
      ...wayOut,
      networks: [scope.network.attach(), ...wayOut.networks],
      runsOnce: { within: timeout },
      after: [...after.map((job) => job.dependable), ...wayOut.after],
      follows: after.map((job) => job.container),
    });
    this.dependable = this.container.dependable;
    scope.admit(this);
  }
}
