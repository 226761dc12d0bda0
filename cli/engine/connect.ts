import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Dockerode from 'dockerode';

/** A client of the engine at `host`: `unix://…`, `ssh://…`, or `tcp://…` with the certificates of `DOCKER_CERT_PATH`. */
export function connect(host: string, timeout?: number): Dockerode {
  const limits = timeout === undefined ? {} : { timeout };
  if (host.startsWith('unix://')) return new Dockerode({ socketPath: host.slice('unix://'.length), ...limits });

  const url = new URL(host);
  const address = { host: url.hostname, ...(url.port === '' ? {} : { port: Number(url.port) }), ...limits };
  if (url.protocol === 'ssh:') {
    const agent = process.env.SSH_AUTH_SOCK;
    return new Dockerode({ ...address, protocol: 'ssh', username: url.username, sshOptions: agent === undefined ? {} : { agent } });
  }
  const certificates = process.env.DOCKER_CERT_PATH;
  if (certificates === undefined) return new Dockerode({ ...address, protocol: 'http' });
  const read = (name: string): Buffer => readFileSync(join(certificates, name));
  return new Dockerode({ ...address, protocol: 'https', ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') });
}

/** Version of the engine at `host`, or undefined if none answers. */
export async function engineVersion(host: string): Promise<string | undefined> {
  try {
    return (await connect(host, 5000).version()).Version;
  } catch {
    return undefined;
  }
}

/** The engine that bootstrap chose for this process and its children. */
export function engine(): Dockerode {
  return process.env.DOCKER_HOST === undefined ? new Dockerode() : connect(process.env.DOCKER_HOST);
}
