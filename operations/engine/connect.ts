import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { types } from 'node:util';
import Dockerode from 'dockerode';
import { AppEngineError } from '../../constructs/errors';
import type { Environment } from '../environment';
import { SshAgent } from './ssh-agent';

export interface ConnectOptions {
  /** Names the certificates, and is what `ssh` gets. */
  readonly environment: Environment;
  /** In milliseconds. @default none */
  readonly timeout?: number;
}

/** The address of an engine. */
const ADDRESS = /^(unix:\/\/\/|ssh:\/\/|tcp:\/\/)./;

/**
 * A client of the engine at `host`: `unix://…`, `ssh://…`, or `tcp://…` with the certificates of `DOCKER_CERT_PATH`.
 * @throws AppEngineError EngineInvalid
 */
export function connect(host: string, { environment, timeout }: ConnectOptions): Dockerode {
  if (!ADDRESS.test(host) || !URL.canParse(host)) {
    throw new AppEngineError(
      'EngineInvalid',
      `engine ${JSON.stringify(host)} must be unix:///PATH, ssh://USER@HOST or tcp://HOST:PORT; set DOCKER_HOST to one, or name it with --host`,
    );
  }
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

/** Why no engine answers. */
export interface Silence {
  readonly reason: string;
  /** True if one may be there, and this user may not use it. */
  readonly isForbidden: boolean;
}

/** Version of the engine at `host`, or why none answers. */
export async function askEngine(host: string, environment: Environment): Promise<{ readonly version: string } | Silence> {
  try {
    return { version: (await connect(host, { environment, timeout: 5000 }).version()).Version };
  } catch (error) {
    const code = types.isNativeError(error) && 'code' in error ? String(error.code) : '';
    const reason = REASONS[code] ?? (types.isNativeError(error) ? error.message : String(error));
    return { reason, isForbidden: code === 'EACCES' || code === 'EPERM' };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  ECONNREFUSED: 'connection refused',
  ENOENT: 'there is no such socket',
  ENOTFOUND: 'there is no such host',
};

/** Version of the engine at `host`, or undefined if none answers. */
export async function engineVersion(host: string, environment: Environment): Promise<string | undefined> {
  const answer = await askEngine(host, environment);
  return 'version' in answer ? answer.version : undefined;
}
