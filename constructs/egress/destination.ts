import { isIPv4 } from 'node:net';
import { AppEngineError } from '../errors';

const HTTPS_PORT = 443;
const LONGEST_NAME = 253;
const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
/** No resolver reads a name whose last label starts with a letter as a number. */
const NAME = new RegExp(`^(\\*\\.)?(${LABEL}\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`);

/** A host and a port that an app may reach. */
export class Destination {
  /**
   * @param text `host`, which means port 443, or `host:port`; the host is a name, an IPv4 address, or `*.` and a name, which means all names below it
   * @throws AppEngineError DestinationInvalid
   */
  static parse(text: string): Destination {
    const [, host = '', digits] = /^([^:]*)(?::([1-9][0-9]{0,4}))?$/.exec(text) ?? [];
    const port = digits === undefined ? HTTPS_PORT : Number(digits);
    if (host.length > LONGEST_NAME || !(isIPv4(host) || NAME.test(host)) || port > 65535) {
      throw new AppEngineError(
        'DestinationInvalid',
        `egress destination ${JSON.stringify(text)} must be a name in lower case of two or more labels, "*." and such a name, or an IPv4 address, with ":" and a port from 1 to 65535 unless that is 443; write it as "api.example.com:443"`,
      );
    }
    return new Destination(host, port);
  }

  private constructor(
    /** As it was written. */
    readonly host: string,
    /** 1 to 65535. */
    readonly port: number,
  ) {}

  /** Regular expression of all names below it, if it stands for those. */
  get pattern(): string | undefined {
    return this.host.startsWith('*.') ? `^.+${this.host.slice(1).replaceAll('.', '[.]')}$` : undefined;
  }

  /** `host:port`. */
  toString(): string {
    return `${this.host}:${String(this.port)}`;
  }
}
