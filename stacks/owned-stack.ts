import type { Construct } from 'constructs';
import type { DockerHost } from '../constructs/host/docker-host';
import { ProbeImage } from '../constructs/image/probe-image';
import { CLAIMS_KEY, claimsBelow } from '../constructs/owner/claims';
import { Owner } from '../constructs/owner/owner';
import { TerraformStack } from '../constructs/cdktf/framework';
import { useDockerHost } from '../constructs/cdktf/provider';
import { Hardening } from '../guidelines/cdktf';

/** Whose a stack is. */
export interface OwnedStackProps {
  readonly owner: Owner;
  /** Where images may come from beside the Docker Official Images. */
  readonly registries: readonly string[];
  /** Where its health probe comes from. */
  readonly probe: ProbeImage;
}

/** A stack with its engine and its owner, which judges itself. */
export abstract class OwnedStack extends TerraformStack {
  readonly host: DockerHost;

  protected constructor(scope: Construct, id: string, { owner, registries, probe }: OwnedStackProps) {
    super(scope, id);
    this.host = owner.host;
    Owner.attach(this, owner);
    ProbeImage.attach(this, probe);
    useDockerHost(this, owner.host);
    Hardening.of(this).attach({ registries });
    // Only after the aspects all of them are known.
    this.node.addValidation({ validate: () => this.tellClaims() });
  }

  /** For who synthesizes some stacks alone: the others' claims are in what they were synthesized to. */
  private tellClaims(): string[] {
    this.addOverride(`//.${CLAIMS_KEY}`, claimsBelow(this));
    return [];
  }
}
