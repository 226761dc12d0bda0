import { existsSync } from 'node:fs';
import { AppEngineError } from '../errors';
import { exemptionOf, type Exemption } from '../exemption';

/** Socket of the engine that `appengine up` starts where none answers. */
export const EMBEDDED_SOCKET = '/run/appengine/docker.sock';

/**
 * Defaults that the embedded engine lacks: it takes the machine as it is, for development and for a start. A host of your own has none of these accepted.
 */
const EMBEDDED_EXEMPTIONS: readonly Exemption[] = [
  exemptionOf('auditd', 'the embedded engine adds no audit daemon to a machine that has none'),
  exemptionOf('cgroup-v2', 'the embedded engine takes the control groups that the machine has'),
  exemptionOf('data-partition', 'the embedded engine does not partition the disks of the machine'),
  exemptionOf('kernel-security-module', 'the embedded engine takes the kernel that runs; seccomp and user namespaces confine containers'),
  exemptionOf('recent-seccomp-profile', "the embedded engine has Debian's profile; containers of this library bring one of their own"),
  exemptionOf('upstream-engine', 'the embedded engine is a package of Debian, which repairs it without a new version number'),
  exemptionOf('upstream-kernel', 'the embedded engine takes the kernel that runs on the machine'),
];

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

  /** An engine on this machine. @param socket its absolute path */
  static unix(socket: string): DockerHost {
    return new DockerHost(`unix://${socket}`, undefined, socket === EMBEDDED_SOCKET ? EMBEDDED_EXEMPTIONS : []);
  }

  /**
   * An engine on another machine, through this user’s ssh client.
   * @param target `user@host` or `user@host:port`; the host key has to be known
   */
  static ssh(target: string): DockerHost {
    return new DockerHost(`ssh://${target}`, undefined);
  }

  /** An engine that asks for certificates. @param target `host:port` */
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
    /** `unix://`, `ssh://` or `tcp://`. */
    readonly url: string,
    /** Absolute directory of the client’s certificates, for `tcp://`. */
    readonly certificates: string | undefined,
    /** Defaults that the host is known to lack, with reasons. */
    readonly exemptions: readonly Exemption[] = [],
  ) {}

  /** The same engine for the docker client. */
  get clientEnvironment(): Readonly<Record<string, string>> {
    return {
      DOCKER_HOST: this.url,
      ...(this.certificates === undefined ? {} : { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: this.certificates }),
    };
  }
}
