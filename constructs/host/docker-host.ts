import { existsSync } from 'node:fs';
import { AppEngineError } from '../errors';

/** Socket of the engine that `appengine up` starts where none answers. */
export const EMBEDDED_SOCKET = '/run/appengine/docker.sock';

/** How a certificate directory proves both sides to each other. */
export interface TlsProps {
  /** Directory with `ca.pem`, `cert.pem` and `key.pem`. */
  readonly certificates: string;
}

/** The engine that a stack deploys to: a local socket, ssh, or mutual TLS, never plain tcp (guideline 2, CIS 2.7). */
export class DockerHost {
  /** `DOCKER_HOST`, else the embedded engine where it runs, else the engine's default socket. */
  static fromEnvironment(environment: NodeJS.ProcessEnv = process.env): DockerHost {
    const host = environment.DOCKER_HOST;
    if (host === undefined || host === '') return DockerHost.unix(existsSync(EMBEDDED_SOCKET) ? EMBEDDED_SOCKET : '/var/run/docker.sock');
    if (host.startsWith('unix://')) return DockerHost.unix(host.slice('unix://'.length));
    if (host.startsWith('ssh://')) return DockerHost.ssh(host.slice('ssh://'.length));
    if (host.startsWith('tcp://')) {
      return DockerHost.tls(host.slice('tcp://'.length), { certificates: environment.DOCKER_CERT_PATH ?? '' });
    }
    throw new AppEngineError('EngineInvalid', `engine ${JSON.stringify(host)} must be unix://, ssh:// or tcp://; set DOCKER_HOST to one`);
  }

  /** @param socket absolute path */
  static unix(socket: string): DockerHost {
    return new DockerHost(`unix://${socket}`, undefined);
  }

  /** @param target `user@host` or `user@host:port`; the host key has to be known */
  static ssh(target: string): DockerHost {
    return new DockerHost(`ssh://${target}`, undefined);
  }

  /** @param target `host:port` */
  static tls(target: string, props: TlsProps): DockerHost {
    const url = `tcp://${target}`;
    if (props.certificates === '') {
      throw new AppEngineError(
        'PlainTcpRefused',
        `engine ${JSON.stringify(url)} must have certificates; plain tcp gives root on the host to everybody who reaches it, set DOCKER_CERT_PATH or use unix:// or ssh://`,
      );
    }
    return new DockerHost(url, props.certificates);
  }

  private constructor(
    readonly url: string,
    readonly certificates: string | undefined,
  ) {}

  /** The same engine for the docker client. */
  get clientEnvironment(): Readonly<Record<string, string>> {
    return {
      DOCKER_HOST: this.url,
      ...(this.certificates === undefined ? {} : { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: this.certificates }),
    };
  }
}
