import type { Construct } from 'constructs';
import type { DockerHost } from '../constructs/host/docker-host';
import { ProbeImage } from '../constructs/build/probe-image';
import { RESERVATIONS_KEY, reservationsBelow } from '../constructs/owner/reservations';
import { Owner } from '../constructs/owner/owner';
import { TerraformStack } from '../constructs/cdktf/framework';
import { keepOutputPrivate } from '../constructs/cdktf/private-output';
import { useDockerHost } from '../constructs/cdktf/provider';
import { respectStackTraces } from '../constructs/cdktf/stack-traces';
import { Hardening } from '../guidelines/cdktf';

/** Options of {@link OwnedStack}. */
export interface OwnedStackProps {
  /** Decides names, labels and the engine. */
  readonly owner: Owner;
  /** Registries of images beside the Docker Official Images. */
  readonly registries: readonly string[];
  /** Source of its health probe. */
  readonly probe: ProbeImage;
}

/** A stack with its engine and its owner, which judges itself. */
export abstract class OwnedStack extends TerraformStack {
  /** The engine that it is deployed on. */
  readonly host: DockerHost;

  protected constructor(scope: Construct, id: string, { owner, registries, probe }: OwnedStackProps) {
    super(scope, id);
    respectStackTraces(this);
    keepOutputPrivate(this);
    this.host = owner.host;
    Owner.attach(this, owner);
    ProbeImage.attach(this, probe);
    useDockerHost(this, owner.host);
    // An empty list would go before that of the app.
    Hardening.of(this).attach(registries.length === 0 ? {} : { registries });
    // Only after the aspects all of them are known.
    this.node.addValidation({ validate: () => this.tellClaims() });
  }

  /** A synth of some stacks alone reads the reservations of the others here. */
  private tellClaims(): string[] {
    this.addOverride(`//.${RESERVATIONS_KEY}`, reservationsBelow(this));
    return [];
  }
}
