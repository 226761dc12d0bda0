import { isIP } from 'node:net';
import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { Owner } from '../owner/owner';
import { reserveName } from '../owner/reservations';
import type { ContainerPorts } from '../cdktf/bindings';

/** Options of {@link PublishedPort}. */
export interface PublishedPortProps {
  /** Port on the host, 1 to 65535. */
  readonly external: number;
  /** Port in the container, 1 to 65535. */
  readonly internal: number;
}

/** A TCP port of the host that leads into a container: only the edge has any (guideline 2, CIS 5.14). */
export class PublishedPort {
  /** Reached from the host itself. */
  static loopback(props: PublishedPortProps): PublishedPort {
    return new PublishedPort('127.0.0.1', props);
  }

  /** Reached through one address of the host; the wildcard is refused. @param address IPv4 or IPv6 */
  static on(address: string, props: PublishedPortProps): PublishedPort {
    return new PublishedPort(address, props);
  }

  private constructor(
    /** IP address of the host. */
    readonly address: string,
    private readonly props: PublishedPortProps,
  ) {
    if (isIP(address) === 0 || /^(::ffff:)?[0:.]+$/i.test(address)) {
      throw new AppEngineError(
        'PublishAddressRefused',
        `publish address ${JSON.stringify(address)} must be one IP address of the host; a wildcard opens the port on every network, also past the host's firewall`,
      );
    }
    for (const port of [props.external, props.internal]) {
      if (!Number.isInteger(port) || port < 1 || port > 65535)
        throw new AppEngineError('PortInvalid', `port ${String(port)} must be a whole number from 1 to 65535; use one such as 8080`);
    }
  }

  /** Says that `container` has it, on its engine. @throws AppEngineError PublishedPortClash where another one of the app has it */
  reserve(container: IConstruct): void {
    const place = isIP(this.address) === 6 ? `[${this.address}]` : this.address;
    const { url } = Owner.of(container).host;
    reserveName(container, {
      code: 'PublishedPortClash',
      kind: `published port of ${url}`,
      value: `${place}:${String(this.props.external)}`,
      fix: 'publish one of the two at another `external` port, or at another address',
    });
  }

  /** As an argument of the provider. */
  render(): ContainerPorts {
    return { internal: this.props.internal, external: this.props.external, ip: this.address, protocol: 'tcp' };
  }
}
