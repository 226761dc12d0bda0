import { join } from 'node:path';
import { AppEngineError } from '../errors';

/** How an {@link Instance} is told apart from the others on the same engine. */
export interface InstanceProps {
  /** Prefix of every container, network, volume and image; 1 to 20 characters, `a-z` and `0-9`, a letter first. */
  readonly name: string;
  /** Port on 127.0.0.1 where the router answers plain HTTP, 1 to 65535. */
  readonly httpPort: number;
  /** The project's directory; state and logs go below `.appengine/<name>` in it. */
  readonly projectDirectory: string;
}

const DEFAULT_NAME = 'appengine';
const DEFAULT_HTTP_PORT = 8080;

/** One AppEngine on an engine. Several can share an engine: every resource carries the instance's name and label. */
export class Instance {
  readonly name: string;
  readonly httpPort: number;
  /** Absolute directory of this instance's state, never part of the sources. */
  readonly directory: string;

  /**
   * `APPENGINE_INSTANCE` (default `appengine`) and `APPENGINE_HTTP_PORT` (default 8080; any other instance derives a port of its own from its name).
   */
  static fromEnvironment(environment: NodeJS.ProcessEnv = process.env, projectDirectory: string = process.cwd()): Instance {
    const name = environment.APPENGINE_INSTANCE ?? DEFAULT_NAME;
    const port = environment.APPENGINE_HTTP_PORT;
    return new Instance({ name, httpPort: port === undefined ? defaultPort(name) : Number(port), projectDirectory });
  }

  constructor(props: InstanceProps) {
    if (!/^[a-z][a-z0-9]{0,19}$/.test(props.name)) {
      throw new AppEngineError(
        'InstanceNameInvalid',
        `instance name ${JSON.stringify(props.name)} must be 1 to 20 of a-z and 0-9 with a letter first; set APPENGINE_INSTANCE to such a name`,
      );
    }
    if (!Number.isInteger(props.httpPort) || props.httpPort < 1 || props.httpPort > 65535) {
      throw new AppEngineError(
        'PortInvalid',
        `HTTP port ${String(props.httpPort)} must be a whole number from 1 to 65535; set APPENGINE_HTTP_PORT to one`,
      );
    }
    this.name = props.name;
    this.httpPort = props.httpPort;
    this.directory = join(props.projectDirectory, '.appengine', props.name);
  }

  /** What all its images' names start with. No registry of this name can ever answer (RFC 2606): a missing image is never pulled from a stranger. */
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

function defaultPort(name: string): number {
  if (name === DEFAULT_NAME) return DEFAULT_HTTP_PORT;
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 10000;
  return 20000 + sum;
}
