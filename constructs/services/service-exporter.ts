import { Construct } from 'constructs';
import type { BoundApp, ContainerBinding } from '../container/binding';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory } from '../container/limits';
import { Listener } from '../container/listener';
import { AddressPlan } from '../network/address-plan';
import { OperationsNetwork } from '../network/operations-network';
import { ServiceNetwork } from '../network/service-network';
import { Owner } from '../owner/owner';
import { Tenant } from '../tenancy/tenant';
import { userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import type { ExporterLimits } from './service-metrics';

/** Options of {@link ServiceExporter}. */
export interface ServiceExporterProps {
  /** Of the service. */
  readonly service: string;
  /** As the agent knows it. */
  readonly type: string;
  readonly limits: ExporterLimits;
  /** Makes it a user of the service. */
  readonly admit: (scope: Construct, app: BoundApp, directory: string) => ContainerBinding;
}

/** Tells operators' Prometheus how a service is. It listens in the network of operators alone: apps of the service do not reach it. */
export class ServiceExporter extends Construct {
  readonly container: HardenedContainer;

  /** @throws AppEngineError ServiceNotOffered, QuotaExceeded */
  constructor(scope: Construct, id: string, { service, type, limits, admit }: ServiceExporterProps) {
    super(scope, id);
    const tenant = Tenant.of(this);
    const { instance } = Owner.of(this);
    const { image } = tenant.services.find(this, 'exporter');
    // No app has such a name, by which the server knows that this user is to read no data.
    const app = { name: `${service}--metrics`, user: userOf(this, `${service}--metrics`), environment: {} };
    const directory = `/bindings/${service}`;
    const { networks = [], files = [], after = [] } = admit(this, app, directory);
    const alone = new ServiceNetwork(this, 'Alone', { name: `${service}-metrics-alone` });
    this.container = new HardenedContainer(this, 'Container', {
      name: `${service}-metrics`,
      role: 'exporter',
      app: { name: app.name, slot: 1 },
      image,
      user: app.user,
      entrypoint: ['agent', 'exporter'],
      command: ['run', type, new AddressPlan(instance.name).operations().cidr, directory],
      listener: Listener.none(),
      healthCheck: HealthCheck.command(['agent', 'exporter', 'health'], { startWithin: Duration.minutes(1) }),
      memory: limits.memory ?? Memory.mebibytes(64),
      cpu: limits.cpu ?? Cpu.cores(0.1),
      networks: [
        // The engine keeps no alias in the first network of a container.
        alone.attach(),
        ...networks,
        {
          networkName: OperationsNetwork.nameOf(instance.name),
          aliases: [OperationsNetwork.aliasOf(`${service}.${tenant.name}`)],
          dependables: [],
        },
      ],
      files,
      after,
    });
    tenant.quota.add(this, [this.container]);
  }
}
