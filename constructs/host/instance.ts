import { join } from 'node:path';
import { AppEngineError } from '../errors';

/** Options of {@link Instance}. */
export interface InstanceProps {
  /** Prefix of every container, network, volume and image; 1 to 20 characters, `a-z` and `0-9`, a letter first. */
  readonly name: string;
  /** Port on 127.0.0.1 where the router answers plain HTTP, 1 to 65535. @default 8080; from the name, unless that is `appengine` */
  readonly httpPort?: number;
  /** Port on 127.0.0.1 where the router passes TLS on, 1 to 65535. @default 8443; from the name, unless that is `appengine` */
  readonly httpsPort?: number;
  /** The project's directory; state and logs go below `.appengine/<name>` in it. @default the working directory */
  readonly projectDirectory?: string;
}

const DEFAULT_NAME = 'appengine';
const DEFAULT_HTTP_PORT = 8080;
const DEFAULT_HTTPS_PORT = 8443;

/** One AppEngine on an engine. Several can share an engine: every resource carries the instance's name and label. */
export class Instance {
  /** First part of all names on the engine. */
  readonly name: string;
  /** The router’s port for plain HTTP on 127.0.0.1. */
  readonly httpPort: number;
  /** The router’s port for TLS on 127.0.0.1. */
  readonly httpsPort: number;
  /** Absolute directory of this instance's state, never part of the sources. */
  readonly directory: string;

  /**
   * `APPENGINE_INSTANCE` (default `appengine`), `APPENGINE_HTTP_PORT` (default 8080) and `APPENGINE_HTTPS_PORT` (default 8443); any other instance
   * derives ports of its own from its name.
   */
  static fromEnvironment(environment: NodeJS.ProcessEnv = process.env, projectDirectory: string = process.cwd()): Instance {
    const name = environment.APPENGINE_INSTANCE ?? DEFAULT_NAME;
    const { APPENGINE_HTTP_PORT: http, APPENGINE_HTTPS_PORT: https } = environment;
    return new Instance({
      name,
      projectDirectory,
      ...(http === undefined ? {} : { httpPort: Number(http) }),
      ...(https === undefined ? {} : { httpsPort: Number(https) }),
    });
  }

  /** True if an instance can have this name. */
  static isName(name: string): boolean {
    return /^[a-z][a-z0-9]{0,19}$/.test(name);
  }

  constructor(props: InstanceProps) {
    const { name, projectDirectory = process.cwd() } = props;
    if (!Instance.isName(name)) {
      throw new AppEngineError(
        'InstanceNameInvalid',
        `instance name ${JSON.stringify(name)} must be 1 to 20 of a-z and 0-9 with a letter first; set APPENGINE_INSTANCE to such a name`,
      );
    }
    const isDefault = name === DEFAULT_NAME;
    this.name = name;
    this.httpPort = checkedPort('HTTP', props.httpPort ?? (isDefault ? DEFAULT_HTTP_PORT : derivedPort(name, 20_000)));
    this.httpsPort = checkedPort('HTTPS', props.httpsPort ?? (isDefault ? DEFAULT_HTTPS_PORT : derivedPort(name, 30_000)));
    if (this.httpPort === this.httpsPort) {
      throw new AppEngineError(
        'PortInvalid',
        `HTTP and HTTPS port are both ${String(this.httpPort)} and must differ; set APPENGINE_HTTP_PORT or APPENGINE_HTTPS_PORT`,
      );
    }
    this.directory = join(projectDirectory, '.appengine', name);
  }

  /** Prefix of all its images' names. No registry of this name can ever answer (RFC 2606): a missing image is never pulled from a stranger. */
  get imagePrefix(): string {
    return `appengine.invalid/${this.name}/`;
  }

  /** Absolute path of the Terraform state of one stack. */
  stateFile(stack: string): string {
    return join(this.directory, 'state', `${stack}.tfstate`);
  }

  /** Name of an image of this instance. */
  imageName(repository: string, tag: string): string {
    return `${this.imagePrefix}${repository}:${tag}`;
  }
}

function checkedPort(protocol: string, port: number): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new AppEngineError(
    'PortInvalid',
    `${protocol} port ${String(port)} must be a whole number from 1 to 65535; set APPENGINE_${protocol}_PORT to one`,
  );
}

/** The same port for the same name, in the 10,000 from `first` on. */
function derivedPort(name: string, first: number): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 10_000;
  return first + sum;
}
