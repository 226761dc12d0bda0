import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import type { Environment } from '../environment';
import { SshAgent } from './ssh-agent';

export interface ConnectOptions {
  /** Names the certificates, and is what `ssh` gets. */
  readonly environment: Environment;
  /** In milliseconds. @default none */
  readonly timeout?: number;
}

/** A client of the engine at `host`: `unix://…`, `ssh://…`, or `tcp://…` with the certificates of `DOCKER_CERT_PATH`. */
export function connect(host: string, { environment, timeout }: ConnectOptions): Dockerode {
  const limits = timeout === undefined ? {} : { timeout };
  if (host.startsWith('unix://')) return new Dockerode({ socketPath: host.slice('unix://'.length), ...limits });

  const url = new URL(host);
  if (url.protocol === 'ssh:') {
    // The types of the client do not know of its agent.
    const throughSsh = { protocol: 'http' as const, host: url.hostname, agent: new SshAgent(url, environment), ...limits };
    return new Dockerode(throughSsh);
  }
  const address = { host: url.hostname, ...(url.port === '' ? {} : { port: Number(url.port) }), ...limits };
  const certificates = environment.DOCKER_CERT_PATH;
  if (certificates === undefined) return new Dockerode({ ...address, protocol: 'http' });
  const read = (name: string): Buffer => readFileSync(join(certificates, name));
  return new Dockerode({ ...address, protocol: 'https', ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') });
}

/** Version of the engine at `host`, or undefined if none answers. */
export async function engineVersion(host: string, environment: Environment): Promise<string | undefined> {
  try {
    return (await connect(host, { environment, timeout: 5000 }).version()).Version;
  } catch {
    return undefined;
  }
}
