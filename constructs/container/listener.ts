import { AppEngineError } from '../errors';

/** Port of a container inside its own networks; nothing is published on the host. */
export class Listener {
  /** Plain HTTP, reached through the tenant's gateway. @param port 1 to 65535 */
  static http(port: number): Listener {
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new AppEngineError('PortInvalid', `port ${String(port)} must be a whole number from 1 to 65535`);
    }
    return new Listener(port);
  }

  /** Nothing: a worker. */
  static none(): Listener {
    return new Listener(undefined);
  }

  private constructor(
    /** TCP port; undefined where it listens on none. */
    readonly port: number | undefined,
  ) {}
}
