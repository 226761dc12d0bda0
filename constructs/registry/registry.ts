import { isIP, isIPv4 } from 'node:net';
import { AppEngineError } from '../errors';
import type { Memory } from '../container/limits';

/** Options of {@link Registry.hosted}. */
export interface HostedRegistryProps {
  /**
   * Address of the host, IPv4 or IPv6, on which engines reach it. Engines look at no certificate of a registry on a loopback address, which only programs of
   * the host itself can take.
   * @default 127.0.0.1: the engine of the host alone
   */
  readonly address?: string;
  /** Name under which engines know that address, such as `registry.example.com`; an address of IPv6 needs one. @default the address */
  readonly host?: string;
  /** Port on that address, 1024 to 65535. @default 5000 */
  readonly port?: number;
  /** @default 256 MiB */
  readonly memory?: Memory;
}

const LOOPBACK = '127.0.0.1';
const PORT = 5000;
const [LEAST_PORT, MOST_PORT] = [1024, 65_535];
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const PREFIX = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;

/** Place of images of releases beside the engine that built them, for other engines and for a host that was lost. */
export class Registry {
  /**
   * One that the platform runs on its engine: with TLS by the installation's authority, a user who pushes and one who pulls.
   * @throws AppEngineError RegistryAddressInvalid
   */
  static hosted(props: HostedRegistryProps = {}): Registry {
    const { address = LOOPBACK, host = address, port = PORT } = props;
    if (isIP(address) === 0) throw invalid(`address ${JSON.stringify(address)} must be one IP address of the host`);
    if (!HOST.test(host) || (isIP(host) !== 0 && !isIPv4(host))) {
      throw invalid(
        `host ${JSON.stringify(host)} must be a name of a-z, 0-9, "-" and ".", or an address of IPv4: no image name can have another one`,
      );
    }
    if (!Number.isInteger(port) || port < LEAST_PORT || port > MOST_PORT) {
      throw invalid(`port ${String(port)} must be a whole number from ${String(LEAST_PORT)} to ${String(MOST_PORT)}`);
    }
    return new Registry(`${host}:${String(port)}`, { ...props, address, host, port });
  }

  /**
   * One that is there already: of another installation, or of the company. Who pushes and pulls has logged in to it by `docker login`.
   * @param address such as `10.0.0.5:5000`, or `registry.example.com/apps`
   * @throws AppEngineError RegistryAddressInvalid
   */
  static external(address: string): Registry {
    const [host = ''] = address.split('/');
    if (!PREFIX.test(address) || !/[.:]/.test(host)) {
      throw invalid(`${JSON.stringify(address)} must be a host with a "." or a port, and may have a path, all in lower case`);
    }
    return new Registry(address, undefined);
  }

  private constructor(
    /** First part of the names of its images, such as `10.0.0.5:5000`. */
    readonly address: string,
    /** How it is run; undefined where it is there already. */
    readonly hosting: HostedRegistrySettings | undefined,
  ) {}
}

/** Options with their defaults. */
export interface HostedRegistrySettings extends HostedRegistryProps {
  readonly address: string;
  readonly host: string;
  readonly port: number;
}

function invalid(problem: string): AppEngineError {
  return new AppEngineError('RegistryAddressInvalid', `registry: ${problem}; such as Registry.hosted({ address: '10.0.0.5' })`);
}
