import type { Construct } from 'constructs';
import type { BoundApp, ContainerBinding, IBindable } from '../container/binding';
import { HardenedSetting } from '../hardened-setting';
import { AppEngineError } from '../errors';
import { InternetNetwork } from '../network/internet-network';
import { Tenant } from '../tenancy/tenant';
import { Destination } from './destination';
import { EgressProxy } from './egress-proxy';
import { proxyEnvironment } from './proxy-environment';

/** An address without a server. Without it some engines ask the host's resolver for apps that are offline, and names carry data out. */
const NO_NAMES = ['127.0.0.1'];

/** Destinations that an app reaches beyond its tenant and its services. */
export abstract class Egress extends HardenedSetting implements IBindable {
  /** Nothing: no route and no DNS out of the host. */
  static none(): Egress {
    return new NoEgress();
  }

  /**
   * Named hosts and ports, through a proxy of the app's own that refuses everything else; `HTTP_PROXY` and `HTTPS_PROXY` lead there.
   * @param destinations such as `api.stripe.com`, which means port 443, `example.com:80` and `*.example.com`, which means all names below it
   * @throws AppEngineError DestinationInvalid, DestinationTwice, EgressListEmpty
   */
  static to(...destinations: readonly string[]): FilteredEgress {
    return new FilteredEgress(checked(destinations));
  }

  /** Everything that the host reaches, in a network of the app's own. @param reason at least 10 characters; prefer `Egress.to(…)` */
  static internet(reason: string): Egress {
    return new InternetEgress(reason);
  }

  /** The egress of an app that has both: an internet egress allows all, named hosts add up. */
  abstract and(other: Egress): Egress;

  abstract bind(scope: Construct, app: BoundApp): ContainerBinding;
}

class NoEgress extends Egress {
  constructor() {
    super('offline', undefined);
  }

  and(other: Egress): Egress {
    return other;
  }

  bind(): ContainerBinding {
    return { nameServers: NO_NAMES };
  }
}

/** A list of what an app may reach. */
export class FilteredEgress extends Egress {
  constructor(
    private readonly destinations: readonly Destination[],
    reason?: string,
  ) {
    super('private-addresses', reason);
  }

  /**
   * Names on the list may be in private networks too, such as those of the host's neighbours; never the host itself or its link-local addresses.
   * @param reason at least 10 characters: the owner of such a name in DNS chooses which private address it is
   */
  includingPrivate(reason: string): Egress {
    return new FilteredEgress(this.destinations, reason);
  }

  and(other: Egress): Egress {
    if (!(other instanceof FilteredEgress)) return other instanceof NoEgress ? this : other;
    const byName = new Map([...this.destinations, ...other.destinations].map((destination) => [String(destination), destination]));
    return new FilteredEgress([...byName.values()], this.exemption?.reason ?? other.exemption?.reason);
  }

  bind(scope: Construct, { name, environment }: BoundApp): ContainerBinding {
    const proxy = new EgressProxy(scope, 'Egress', {
      app: name,
      image: Tenant.of(scope).images.egress,
      destinations: this.destinations,
      exemption: this.exemption,
    });
    return {
      networks: [proxy.network.attach()],
      environment: proxyEnvironment(proxy.url, environment),
      nameServers: NO_NAMES,
      after: [proxy.container.dependable],
    };
  }
}

class InternetEgress extends Egress {
  constructor(reason: string) {
    super('offline', reason);
  }

  and(): Egress {
    return this;
  }

  bind(scope: Construct, { name }: BoundApp): ContainerBinding {
    const network = new InternetNetwork(scope, 'Internet', { name });
    return { networks: [{ ...network.attach(), exemption: this.exemption }] };
  }
}

function checked(texts: readonly string[]): readonly Destination[] {
  if (texts.length === 0) {
    throw new AppEngineError(
      'EgressListEmpty',
      'egress to nothing must name at least one destination; use Egress.none() for an app that is offline',
    );
  }
  const destinations = texts.map((text) => Destination.parse(text));
  const names = destinations.map(String);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw new AppEngineError(
      'DestinationTwice',
      `egress destination ${JSON.stringify(twice)} must be on the list once; drop the other one`,
    );
  }
  return destinations;
}
