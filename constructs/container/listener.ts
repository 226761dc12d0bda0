import { AppEngineError } from '../errors';

/** Port of a container inside its own networks; nothing is published on the host. */
export class Listener {
  /**
   * HTTP/1.1 without TLS, reached through the tenant's gateway.
   * @param port 1 to 65535
   * @throws AppEngineError PortInvalid
   */
  static http(port: number): Listener {
    return new Listener(checkedPort(port), Protocol.HTTP_1);
  }

  /**
   * HTTP/2 without TLS and with prior knowledge, as gRPC servers speak it: trailers and streams in both directions go through the gateway. Clients reach it by
   * TLS. `HealthCheck.http` asks by HTTP/1.1; use `HealthCheck.tcp()` or a command.
   * @param port 1 to 65535
   * @throws AppEngineError PortInvalid
   */
  static http2(port: number): Listener {
    return new Listener(checkedPort(port), Protocol.HTTP_2);
  }

  /** Nothing: a worker. */
  static none(): Listener {
    return new Listener(undefined, Protocol.HTTP_1);
  }

  private constructor(
    /** TCP port; undefined where it listens on none. */
    readonly port: number | undefined,
    /** Spoken there. */
    readonly protocol: Protocol,
  ) {}
}

/** Language of a port. */
export class Protocol {
  /** As browsers speak it without TLS. */
  static readonly HTTP_1 = new Protocol('HTTP/1.1', '');
  /** As gRPC speaks it: streams in both directions, and trailers. */
  static readonly HTTP_2 = new Protocol('HTTP/2', 'proto h2 ');

  private constructor(
    /** As people write it. */
    readonly name: string,
    /** Option of a server in HAProxy's configuration. @internal */
    readonly serverOption: string,
  ) {}
}

function checkedPort(port: number): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new AppEngineError(
    'PortInvalid',
    `port ${String(port)} must be a whole number from 1 to 65535; use the one that the program listens on, such as 8080`,
  );
}
