import { type EmbeddedEngine } from './embedded';
import { engineVersion } from '../../operations/engine/connect';
import { findProgram } from '../process/find-program';
import { run } from '../../operations/process/run';

const DEFAULT_HOST = 'unix:///var/run/docker.sock';

/** An engine that may answer, and why it is looked at. */
export interface Candidate {
  readonly host: string;
  readonly origin: string;
}

export interface AnsweringEngine extends Candidate {
  readonly version: string;
}

/** Engines to try, first match wins. `DOCKER_HOST` is the user's decision: nothing else is tried then. */
export async function candidates(embedded: EmbeddedEngine): Promise<readonly Candidate[]> {
  const ours = { host: embedded.host, origin: 'embedded' };
  const { DOCKER_HOST } = process.env;
  if (DOCKER_HOST !== undefined) return [DOCKER_HOST === ours.host ? ours : { host: DOCKER_HOST, origin: 'DOCKER_HOST' }];
  return [...(await contextCandidates()), ours];
}

/** The first candidate that answers. */
export async function selectEngine(tried: readonly Candidate[]): Promise<AnsweringEngine | undefined> {
  for (const candidate of tried) {
    const version = await engineVersion(candidate.host, process.env);
    if (version !== undefined) return { ...candidate, version };
  }
  return undefined;
}

async function contextCandidates(): Promise<readonly Candidate[]> {
  const fallback = { host: DEFAULT_HOST, origin: 'default socket' };
  if (findProgram('docker') === undefined) return [fallback];
  const { exitCode, stdout } = await run('docker', ['context', 'inspect'], { environment: { ...process.env, DOCKER_HOST: undefined } });
  if (exitCode !== 0) return [fallback];
  const [context] = JSON.parse(stdout) as { Name?: string; Endpoints?: { docker?: { Host?: string } } }[];
  const host = context?.Endpoints?.docker?.Host;
  if (host === undefined || host === DEFAULT_HOST) return [fallback];
  return [{ host, origin: `docker context ${context?.Name ?? ''}` }];
}
