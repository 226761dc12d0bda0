import { Construct } from 'constructs';
import type { HardenedContainerOptions } from '../../container/container-props';
import { HardenedContainer } from '../../container/hardened-container';
import { Pids } from '../../container/limits';
import { Listener } from '../../container/listener';
import { Volume } from '../../container/volume';
import { VolumeContent } from '../../container/volume-content';
import { WritablePath } from '../../container/writable-path';
import type { IContainerImage } from '../../image/container-image';
import { ServiceNetwork } from '../../network/service-network';
import { Owner } from '../../owner/owner';
import type { SharedPlan } from '../../service-pool/shared-plan';
import { userOf } from '../../tenancy/user-plan';
import { Duration } from '../../units/duration';
import { SharedNetwork } from './shared-network';
import { SharedServerNames } from './shared-server-names';

/** Program of a server that tenants share. */
export interface SharedProgram extends Pick<
  HardenedContainerOptions,
  'healthCheck' | 'seccomp' | 'sharedMemory' | 'stopSignal' | 'writable'
> {
  /** As the platform offers it. */
  readonly type: string;
  /** Arguments of its server, beside the domain. */
  readonly options: readonly string[];
}

/** Processes and threads of the server and of the agent beside those of connections. */
const OWN_PROCESSES = 100;

/** Options of {@link SharedServer}. */
export interface SharedServerProps {
  /** Its limits. */
  readonly plan: SharedPlan;
  /** Its type, and how that is run. */
  readonly program: SharedProgram;
  /** The platform's image of the type. */
  readonly image: IContainerImage;
}

/**
 * One server of the platform for many tenants. It makes databases and users by itself, from what the stacks of tenants put into its volumes: its administrator has no
 * password, and comes by its socket alone. Tenants' gateways share a network with it, and no tenant does.
 */
export class SharedServer extends Construct {
  /** The server. */
  readonly container: HardenedContainer;
  /** Data of all tenants. */
  readonly data: Volume;

  constructor(scope: Construct, id: string, { plan, program, image }: SharedServerProps) {
    super(scope, id);
    const names = new SharedServerNames(Owner.of(this).instance.name, program.type);
    const { name } = names;
    const network = new SharedNetwork(this, 'Network', names);
    const alone = new ServiceNetwork(this, 'Alone', { name: `${name}-alone` });
    this.data = new Volume(this, 'Data', { name: names.volumePart('data') });
    const generated = (constructId: string, purpose: string): Volume =>
      new Volume(this, constructId, { name: names.volumePart(purpose), content: VolumeContent.generated() });
    const shares = generated('Shares', 'shares');
    const verifiers = generated('Verifiers', 'verifiers');
    const authority = generated('Authority', 'authority');
    this.container = new HardenedContainer(this, 'Container', {
      ...program,
      name,
      role: 'service',
      app: { name, slot: 1 },
      image,
      user: userOf(this, name, plan.user),
      entrypoint: ['agent', program.type],
      command: ['share', names.domain, ...program.options],
      listener: Listener.none(),
      memory: plan.memory,
      cpu: plan.cpu,
      pids: Pids.atMost(plan.connectionsTogether + OWN_PROCESSES),
      stopGrace: Duration.minutes(1),
      // Gateways know it by its address, as they believe that one alone.
      networks: [alone.attach(), network.attach([], names.address)],
      files: [
        { directory: '/declared', volume: shares, dependables: shares.dependables },
        { directory: '/verifiers', volume: verifiers, dependables: verifiers.dependables },
      ],
      writable: [...(program.writable ?? []), WritablePath.volume('/data', this.data), WritablePath.volume('/public', authority)],
    });
  }
}
