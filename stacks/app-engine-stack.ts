import type { Construct } from 'constructs';
import type { DockerHost } from '../constructs/host/docker-host';
import type { Instance } from '../constructs/host/instance';
import { CLAIMS_KEY, claimsBelow } from '../constructs/owner/claims';
import { Owner } from '../constructs/owner/owner';
import { LocalBackend, TerraformStack } from '../constructs/cdktf/framework';
import { pathFromStack } from '../constructs/cdktf/output';
import { useDockerHost } from '../constructs/cdktf/provider';
import { Hardening } from '../guidelines';

/** Where a stack goes. */
export interface AppEngineStackProps {
  readonly instance: Instance;
  readonly host: DockerHost;
  /** @default none: the platform's own resources */
  readonly tenant?: string;
  /** Where images may come from beside the Docker Official Images. @default nowhere else */
  readonly registries?: readonly string[];
}

/** A stack with its engine, its owner and a state file of its own, outside the sources. */
export abstract class AppEngineStack extends TerraformStack {
  readonly instance: Instance;
  readonly host: DockerHost;

  protected constructor(scope: Construct, id: string, props: AppEngineStackProps) {
    super(scope, id);
    this.instance = props.instance;
    this.host = props.host;
    Owner.attach(this, new Owner(props.instance, props.host, props.tenant));
    useDockerHost(this, props.host);
    Hardening.of(this).attach({ registries: props.registries ?? [] });
    // Only after the aspects all of them are known.
    this.node.addValidation({ validate: () => this.tellClaims() });
    new LocalBackend(this, { path: pathFromStack(this, props.instance.stateFile(id)) });
  }

  /** For who synthesizes some stacks alone: the others' claims are in what they were synthesized to. */
  private tellClaims(): string[] {
    this.addOverride(`//.${CLAIMS_KEY}`, claimsBelow(this));
    return [];
  }
}
