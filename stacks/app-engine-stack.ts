import type { Construct } from 'constructs';
import type { DockerHost } from '../constructs/host/docker-host';
import type { Instance } from '../constructs/host/instance';
import { ProbeImage } from '../constructs/build/probe-image';
import { Owner } from '../constructs/owner/owner';
import type { StateBackend } from '../constructs/cdktf/state-backend';
import { OwnedStack } from './owned-stack';

/** Options of {@link AppEngineStack}. */
export interface AppEngineStackProps {
  /** The installation that it belongs to. */
  readonly instance: Instance;
  /** The engine that it is deployed on. */
  readonly host: DockerHost;
  /** @default none: the platform's own resources */
  readonly tenant?: string;
  /** Registries of images beside the Docker Official Images. @default none */
  readonly registries?: readonly string[];
  /** Keeps its state. */
  readonly backend: StateBackend;
}

/** A stack of the platform or of a tenant, with a state of its own, outside the sources. */
export abstract class AppEngineStack extends OwnedStack {
  /** The installation that it belongs to. */
  readonly instance: Instance;

  protected constructor(scope: Construct, id: string, { instance, host, tenant, registries = [], backend }: AppEngineStackProps) {
    super(scope, id, { owner: new Owner(instance, host, tenant), registries, probe: ProbeImage.bootstrapped() });
    this.instance = instance;
    backend.attach(this, { instance: instance.name, stack: id }, instance.stateFile(id));
  }
}
