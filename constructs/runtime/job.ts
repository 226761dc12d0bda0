import type { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Listener } from '../container/listener';
import { RestartPolicy } from '../container/restart-policy';
import { Egress } from '../egress/egress';
import { Duration } from '../units/duration';
import { Workload, type WorkloadProps } from './workload';

/** A program that runs once, such as a database migration. */
export interface JobProps extends Omit<WorkloadProps, 'healthCheck' | 'replacement' | 'restart'> {
  /** Longest run; one that takes longer fails. @default 5 minutes */
  readonly timeout?: Duration;
  /** Jobs that have to succeed first. @default none */
  readonly after?: readonly Job[];
}

/**
 * Runs to its end whenever its image or arguments change. Any exit code but 0 fails the apply and prints the job's log; the next apply runs it again.
 * That it succeeded is remembered by its generation: a job whose container was cleaned away does not run again.
 */
export class Job extends Workload {
  /** Tells it from a pool. */
  readonly kind = 'job';
  /** The container that runs it. */
  readonly container: HardenedContainer;
  /** A job runs the current release alone. */
  readonly canary = undefined;
  /** Exists when the job has succeeded. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: JobProps) {
    super(scope, id, props);
    const { timeout = Duration.minutes(5), after = [], egress = Egress.none(), uses = [], ...options } = props;
    const given = this.allOf({ ...options, after: after.map((job) => job.dependable) }, egress, uses);
    this.container = new HardenedContainer(this, 'Container', {
      ...options,
      ...given,
      name: this.name,
      user: this.user,
      healthCheck: HealthCheck.none('a job is judged by its exit code'),
      listener: Listener.none(),
      restart: RestartPolicy.never(),
      role: 'job',
      app: { name: this.name, slot: 1 },
      oneShot: { timeout },
      follows: after.map((job) => job.container),
    });
    this.dependable = this.container.dependable;
    this.tenant.quota.add(this, this.containers);
  }

  /** One. */
  get containers(): readonly HardenedContainer[] {
    return [this.container];
  }

  get generation(): string {
    return this.container.generation;
  }
}
