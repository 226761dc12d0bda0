import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { SshAgent } from './ssh-agent';

/** A client of the engine at `host`: `unix://…`, `ssh://…`, or `tcp://…` with the certificates of `DOCKER_CERT_PATH`. */
export function connect(host: string, timeout?: number): Dockerode {
  const limits = timeout === undefined ? {} : { timeout };
  if (host.startsWith('unix://')) return new Dockerode({ socketPath: host.slice('unix://'.length), ...limits });

  const url = new URL(host);
  if (url.protocol === 'ssh:') {
    // The types of the client do not know of its agent.
    const throughSsh = { protocol: 'http' as const, host: url.hostname, agent: new SshAgent(url), ...limits };
    return new Dockerode(throughSsh);
  }
  const address = { host: url.hostname, ...(url.port === '' ? {} : { port: Number(url.port) }), ...limits };
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
