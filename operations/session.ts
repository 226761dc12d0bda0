import type Dockerode from 'dockerode';
import type { Instance } from '../constructs/host/instance';
import { connect, type ConnectOptions } from './engine/connect';
import type { Environment } from './environment';
import type { Workspace } from './workspace';

const DEFAULT_HOST = 'unix:///var/run/docker.sock';

/** A project, and the environment that names its engine and its Terraform. A process can have several. */
export class Session {
  /** @param environment of the programs that are started; it is read when it is needed, so that it may still change */
  constructor(
    readonly workspace: Workspace,
    readonly environment: Environment,
  ) {}

  get instance(): Instance {
    return this.workspace.instance;
  }

  /** The program `terraform`, or the one that `TERRAFORM_BINARY_NAME` names. */
  get terraform(): string {
    return this.environment.TERRAFORM_BINARY_NAME ?? 'terraform';
  }

  /** A client of the engine at `DOCKER_HOST`, or at the default socket. @param limits how long it waits, in milliseconds */
  engine(limits: Pick<ConnectOptions, 'timeout'> = {}): Dockerode {
    return connect(this.environment.DOCKER_HOST ?? DEFAULT_HOST, { ...limits, environment: this.environment });
  }
}
