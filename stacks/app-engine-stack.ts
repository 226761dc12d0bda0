import type { Construct } from 'constructs';
import { dependable } from '../constructs/cdktf/framework';
import { literal } from '../constructs/cdktf/literal';
import { addStackOutput } from '../constructs/cdktf/stack-output';
import { HardenedContainer } from '../constructs/container/hardened-container';
import type { DockerHost } from '../constructs/host/docker-host';
import type { Instance } from '../constructs/host/instance';
import { ProbeImage } from '../constructs/build/probe-image';
import { Owner } from '../constructs/owner/owner';
import type { StateBackend } from '../constructs/cdktf/state-backend';
import { Tenant } from '../constructs/tenancy/tenant';
import type { VulnerabilityPolicy } from '../constructs/vulnerabilities/vulnerability-policy';
import { OwnedStack } from './owned-stack';
import { describeSecurity } from './security-description';

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
  /** Known vulnerabilities that its images may have; undefined where none is looked for. */
  readonly vulnerabilities: VulnerabilityPolicy | undefined;
}

/** A stack of the platform or of a tenant, with a state of its own, outside the sources. */
export abstract class AppEngineStack extends OwnedStack {
  /** The installation that it belongs to. */
  readonly instance: Instance;

  protected constructor(scope: Construct, id: string, props: AppEngineStackProps) {
    const { instance, host, tenant, registries = [], backend, vulnerabilities } = props;
    super(scope, id, { owner: new Owner(instance, host, tenant), registries, probe: ProbeImage.bootstrapped() });
    this.instance = instance;
    backend.attach(this, { instance: instance.name, stack: id }, instance.stateFile(id));
    if (vulnerabilities?.description !== undefined) {
      addStackOutput(this, 'vulnerabilities', JSON.parse(literal(JSON.stringify(vulnerabilities.description))));
    }
    // Only after the aspects all of it is known.
    this.node.addValidation({ validate: () => this.tellSecurity() });
  }

  /** The next plan compares with what the state says here: no resource has a reason, a quota or a destination. */
  private tellSecurity(): string[] {
    const quota = Tenant.find(this)?.quota;
    const containers = this.node.findAll().filter((construct) => construct instanceof HardenedContainer);
    this.addOverride('output.security', {
      value: JSON.parse(literal(JSON.stringify(describeSecurity(this, quota)))) as unknown,
      // After a failed apply it still describes what was there before.
      depends_on: containers.map((container) => dependable(container.dependable)),
    });
    return [];
  }
}
